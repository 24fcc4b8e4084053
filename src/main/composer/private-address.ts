import { BlockList, isIP } from 'node:net'

/** Addresses that are not of the public internet, from the IANA special-purpose registries (RFC 6890). */
const special = new BlockList()
for (const [net, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const) {
  special.addSubnet(net, prefix, 'ipv4')
}
for (const [net, prefix] of [
  ...([
    ['::', 128],
    ['::1', 128],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001::', 23],
    ['2001:db8::', 32],
  ] as const),
  ...([
    ['fc00::', 7],
    ['fe80::', 10],
    ['fec0::', 10],
    ['ff00::', 8],
    ['2002::', 16],
    ['64:ff9b::', 96],
  ] as const),
] as const) {
  special.addSubnet(net, prefix, 'ipv6')
}

/** Whether an IP address is one's own machine's, of a local network, or otherwise none of the public internet. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  // An IPv4 address in IPv6's clothes is looked up as what it is: `BlockList` knows them.
  return special.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Whether a URL's host is an address or `localhost`, and so names a machine and not whatever a name resolves to. */
export function isLiteralHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 || host === 'localhost' || host.endsWith('.localhost')
}
