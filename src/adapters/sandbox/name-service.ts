type TxtOf = (name: string) => Promise<readonly string[]>;

/** Nobody owns these (RFC 2606, 6761): in the sandbox their records say what is asked of them, so that claims can be tried. */
const RESERVED = /\.(?:test|example|localhost|invalid)$/;

/** The name service of the sandbox: the system's, and beside it the domains that are for trying things. */
export function sandboxTxt(system: TxtOf, asked: TxtOf): TxtOf {
  return (name) => (RESERVED.test(name) ? asked(name) : system(name));
}
