import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export type Certified = Readonly<{ key: string; cert: string; keyObject: KeyObject; name: string }>;

const ecdsaWithSha256 = der(0x06, Buffer.from('2a8648ce3d040302', 'hex'));
const commonName = der(0x06, Buffer.from('550403', 'hex'));
const basicConstraints = der(0x06, Buffer.from('551d13', 'hex'));
const subjectAltName = der(0x06, Buffer.from('551d11', 'hex'));

/** Makes a certificate for a name, signed by an authority or, without one, by itself: then it is an authority. */
export function certify(name: string, authority?: Certified): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(0x30, ecdsaWithSha256);
  const extension = authority
    ? der(0x30, subjectAltName, der(0x04, der(0x30, der(0x82, Buffer.from(name)))))
    : der(0x30, basicConstraints, der(0x01, Buffer.of(0xff)), der(0x04, der(0x30, der(0x01, Buffer.of(0xff)))));
  const content = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(serialNumber(name))),
    algorithm,
    distinguishedName(authority?.name ?? name),
    der(0x30, ...['200101000000Z', '491231235959Z'].map((moment) => der(0x17, Buffer.from(moment)))),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, extension)),
  );
  const signature = sign('sha256', content, authority?.keyObject ?? privateKey);
  const certificate = der(0x30, content, algorithm, der(0x03, Buffer.of(0), signature));
  return {
    name,
    keyObject: privateKey,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

function distinguishedName(name: string): Buffer {
  return der(0x30, der(0x31, der(0x30, commonName, der(0x0c, Buffer.from(name)))));
}

function serialNumber(name: string): number {
  return 1 + (name.length % 100);
}

/** One value of ASN.1 in DER: tag, length, content (X.690 §8.1). */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), body]);
}
