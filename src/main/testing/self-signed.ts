/**
 * A certificate for localhost and 127.0.0.1 that nobody has signed but itself, and its key: made for tests, known
 * to everybody, and trusted by nobody. Good until 2126.
 */
export const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgA68XGf0wYU+4d5Ou
F8zSc3kmqaD481TodZDyTtvtFUuhRANCAATplqPAUfBrr4a5ml8TSjqNrNGOTCgW
9MqTFlR0zynji7vQvkYvzxCcTPIoLQYfuKDnSbW0cx+mDbukGV+iHZMj
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBpDCCAUmgAwIBAgIUXOJKH2hYItKI0NNKIB8P/B4Xx8kwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNdHJlZWxpbmUudGVzdDAgFw0yNjExMjIwMDE1MDZaGA8yMTI2
MTAyOTAwMTUwNlowGDEWMBQGA1UEAwwNdHJlZWxpbmUudGVzdDBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABOmWo8BR8GuvhrmaXxNKOo2s0Y5MKBb0ypMWVHTPKeOL
u9C+Ri/PEJxM8igtBh+4oOdJtbRzH6YNu6QZX6IdkyOjbzBtMB0GA1UdDgQWBBRw
/FhsnImHdX1NMamqfKDUKo1UijAfBgNVHSMEGDAWgBRw/FhsnImHdX1NMamqfKDU
Ko1UijAPBgNVHRMBAf8EBTADAQH/MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAA
ATAKBggqhkjOPQQDAgNJADBGAiEAg3vRmIazRMK8Ay495mxWMmfVblsO1sww9xoy
tsD3TCgCIQDtOw+k8/oNpenONyb0LH6/YbxZj4QyngC+sJqSet3F9g==
-----END CERTIFICATE-----
`,
}
