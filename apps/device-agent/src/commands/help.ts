export const help = `device-agent: takes results from an analyzer and sends them to Medplum

  device-agent run               take results, keep them on disk, send them; until SIGTERM. SIGHUP reads the mapping again
  device-agent send FILE         send the HL7 messages of a file to the running agent, as an analyzer does
  device-agent check             say step by step whether the set-up works, and what to do where it does not
  device-agent doctor            the same, and which Node, features, client and queue folder are in use
  device-agent policy            print the AccessPolicy that the settings need, and compare it with the one in force
  device-agent queue ls [STATE]  list messages: queued, sending, parked (or sent, dropped)
  device-agent queue show ID     one message, where its results are, why it is parked
  device-agent queue retry ID    send a parked message again, for example when the policy is corrected; "all" for all
  device-agent queue drop ID     erase a parked message for good

  --port N          send: the agent's MLLP port (else DEVICE_AGENT_MLLP_PORT, else 2575)
  --parameterised   policy: one for many sites, each membership of which says which device %device is
  --output json     check, policy, queue: for programs
  --help            this text

Settings are variables; .env.example lists them, and no secret is ever an argument. Exit codes: 0 done, 1 too wide a key or
a mistake, 2 wrong arguments, 65 message refused, 66 no such file or message, 69 nobody answers, 73 no queue, 75 send it
again, 77 refused by Medplum, 78 settings.

  device-agent check && device-agent run     what a supervisor starts
`;
