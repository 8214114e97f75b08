/** A certificate for localhost that signed itself, and its key, for this test alone, good for a hundred years. They open nothing. */
export const certificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBXjCCAQWgAwIBAgIUcbQ2DplBmI4bewk18YDGROUrET4wCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLdGVzdC1jbGllbnQwIBcNMjQwMTAxMDAwMDAwWhgPMjEyNDAx
MDEwMDAwMDBaMBYxFDASBgNVBAMMC3Rlc3QtY2xpZW50MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAELlg450A0FHHtYtNyzaqMJVUAasTdRFfNwvKrdSH3klFVNwnt
uYlQyeX80tUxsA6oRO+muboOmzP/du4Kq8H7F6MvMC0wGgYDVR0RBBMwEYIJbG9j
YWxob3N0hwR/AAABMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg
HvtDVnBT9Ihv5ueFipEUSonkp/uYdjowiKAxS8zmdzsCIE5TBY77n6R2vbMOYEyY
aFaJWqO+jD3GhK2+GpU17QzO
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWRC0Yw0jlyCMttqo
NxGQOUa6DJru5w7kBuferdS6LjehRANCAAQuWDjnQDQUce1i03LNqowlVQBqxN1E
V83C8qt1IfeSUVU3Ce25iVDJ5fzS1TGwDqhE76a5ug6bM/927gqrwfsX
-----END PRIVATE KEY-----
`,
} as const;
