import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** What a site asks a browser for, as far as an authenticator reads it. */
export interface Asked {
  readonly challenge: string;
  readonly rp?: { readonly id: string };
  readonly rpId?: string;
}

/** What of the answer is not as a good browser and device would make it. */
export interface Twist {
  /** The page that asked. */
  readonly origin?: string;
  /** The domain that the device bound it to. */
  readonly site?: string;
  /** The device did not know its person. */
  readonly unverified?: true;
  /** How far its count goes on; 1 unless told. */
  readonly counts?: number;
  /** Bytes of the signature that are not its own. */
  readonly forged?: true;
}

const [PRESENT, VERIFIED, MADE] = [0x01, 0x04, 0x40];

/** A passkey in a device that exists in the test alone: ES256, as WebAuthn Level 3 writes it down. */
export class SoftwarePasskey {
  readonly id = randomBytes(32).toString("base64url");
  readonly #origin: string;
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  #count = 0;

  constructor(origin = "http://localhost:3000") {
    this.#origin = origin;
  }

  /** The browser's answer to options of a new passkey. */
  make(asked: Asked, twist: Twist = {}) {
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    const key = cborMap([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]);
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.from([id.length >> 8, id.length & 0xff]);
    const authData = Buffer.concat([this.#data(asked, twist, MADE), Buffer.alloc(16), length, id, key]);
    const attestation = cborMap([
      ["fmt", "none"],
      ["attStmt", new Map<never, never>()],
      ["authData", authData],
    ]);
    return this.#answer({
      clientDataJSON: this.#client("webauthn.create", asked, twist),
      attestationObject: attestation.toString("base64url"),
      transports: ["internal"],
    });
  }

  /** The browser's answer to options of showing it. */
  show(asked: Asked, twist: Twist = {}) {
    this.#count += twist.counts ?? 1;
    const authenticatorData = this.#data(asked, twist, 0);
    const clientDataJSON = this.#client("webauthn.get", asked, twist);
    const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
    const signed = twist.forged ? hash : Buffer.concat([authenticatorData, hash]);
    return this.#answer({
      clientDataJSON,
      authenticatorData: authenticatorData.toString("base64url"),
      signature: sign("sha256", signed, this.#keys.privateKey).toString("base64url"),
    });
  }

  #answer<Response extends object>(response: Response) {
    return { response: { id: this.id, rawId: this.id, type: "public-key", response } };
  }

  #client(type: string, { challenge }: Asked, { origin = this.#origin }: Twist): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString("base64url");
  }

  #data({ rp, rpId }: Asked, { site, unverified }: Twist, flags: number): Buffer {
    const domain = createHash("sha256")
      .update(site ?? rp?.id ?? rpId ?? "")
      .digest();
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.#count);
    return Buffer.concat([domain, Buffer.from([PRESENT | (unverified ? 0 : VERIFIED) | flags]), count]);
  }
}

type Cbor = number | string | Buffer | Map<never, never>;

/** RFC 8949, as far as it is needed here. */
function cborMap(entries: readonly (readonly [number | string, Cbor])[]): Buffer {
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, value]) => [cbor(key), cbor(value)])]);
}

function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, value.length), Buffer.from(value)]);
  return value instanceof Map ? head(5, 0) : Buffer.concat([head(2, value.length), value]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}
