export const help = `device-agent: takes results from an analyzer and sends them to Medplum

  device-agent run          listen for HL7 v2 over MLLP, queue, send
  device-agent send FILE    send the HL7 messages of a file to the running agent
  device-agent check        say step by step whether the set-up works

  --port N     send: the agent's MLLP port (else DEVICE_AGENT_MLLP_PORT, else 2575)
  --help       this text

Settings are variables; .env.example lists them. The README explains the exit codes.
`;
