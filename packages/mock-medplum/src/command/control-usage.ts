/** What `mock-medplum control --help` prints. */
export const controlUsage = `Usage: mock-medplum control [--url http://localhost:8103/] ORDER

Controls a mock that was started with --control. --url may name a tenant: http://localhost:8103/t/NAME/

  clock                    tell the time
  clock +1h | -30s | TIME  move or set it (s, m, h, d, w; TIME as 2026-11-24T10:00:00Z)
  clock freeze | resume    stop it, or let it go on
  tokens EMAIL [CLIENT]    sign a user in without a password
  logins                   list the sessions
  revoke [LOGIN]           end a session, or all
  expire [LOGIN]           end access tokens before their time
  rotate [--drop-old]      sign with a new key
  fault JSON               let something go wrong: '{"path":"/oauth2/token","times":1,"fault":"unavailable"}'
  faults [clear]           list what goes wrong, or end it
  log [--follow]           the requests, each with the reason when it was refused
  mail                     what Medplum would have sent; a browser shows it at /mock/mail
  reset                    make everything as at the start
  snapshot NAME            remember everything
  restore NAME             make everything as it was then
  tenants                  list the tenants
  tenant [NAME]            make one

Exit codes: 0 done, 1 refused, 2 wrong arguments`;
