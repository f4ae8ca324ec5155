/** The address as a number, or undefined for anything but four decimals, a host name for instance. */
export function ipv4Value(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => value * 256 + Number(part), 0);
}

/** Whether an address lies in the network of so many leading bits around another. */
export function inNetwork(address: string, network: string, bits: number): boolean {
  const [one, other] = [ipv4Value(address), ipv4Value(network)];
  if (one === undefined || other === undefined) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(one / size) === Math.floor(other / size);
}
