import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { expect, test } from "vitest";
import { requestCancel, type ServerEndpoint } from "../../../../src/dialects/postgresql/drivers/shared/cancel-request.js";

// made for this test, and trusted by nothing else
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRQjVk6vjOQZ9nXuh
ylhXYNHFyf34IFzmdkNLAj0+P9+hRANCAASfCncuIDuKzB8r1zhqsFMyO5vtQjU8
gUKlO1LoEUw9nBv5TuCiS3wpl4ry3p9OvumdfiTjhksdrmOYmtRQZiRo
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUCHsELbhkpA7Iab/BGm2/m03mWcYwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjEwMDExMVoYDzIxMjYxMDI5
MTAwMTExWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASfCncuIDuKzB8r1zhqsFMyO5vtQjU8gUKlO1LoEUw9nBv5TuCiS3wp
l4ry3p9OvumdfiTjhksdrmOYmtRQZiRoo2kwZzAdBgNVHQ4EFgQUfERlaZQtEj2f
DNfxN5iqRHeZq60wHwYDVR0jBBgwFoAUfERlaZQtEj2fDNfxN5iqRHeZq60wDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgXx+F+dkp5RfbxvvgH0/6jrmU8rv+/eFwyTWVQV5WG6gCIHakBTdRZ+nB
Px4whJWuAeX3aF3iYT4Rjc3iHBdgN5GW
-----END CERTIFICATE-----`;

/** What the wire carries for a cancel of process 7 with the secret -2. */
const request = Buffer.from([0, 0, 0, 16, 4, 210, 22, 46, 0, 0, 0, 7, 255, 255, 255, 254]);
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** What a server has seen of a client that asks it to cancel. @param speaksTls what it answers who asks for that */
async function seen(speaksTls: boolean, endpoint: Omit<ServerEndpoint, "at">): Promise<{ error: unknown; plain: Buffer; secret: Buffer }> {
  const pieces: { plain: Buffer[]; secret: Buffer[] } = { plain: [], secret: [] };
  const spoken = (socket: Socket): void => {
    const safe = new TLSSocket(socket, {
      isServer: true,
      secureContext: createSecureContext({ key, cert }),
      ALPNProtocols: ["postgresql"],
    });
    safe.on("error", () => {});
    safe.on("data", (data) => {
      pieces.secret.push(data);
      safe.end();
    });
  };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    if (endpoint.tlsAtOnce) return spoken(socket);
    socket.on("data", (data) => {
      pieces.plain.push(data);
      if (!data.equals(tlsRequest)) {
        socket.end();
        return;
      }
      if (speaksTls) socket.removeAllListeners("data");
      socket.write(speaksTls ? "S" : "N");
      if (speaksTls) spoken(socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const outcome = requestCancel({ at: { host: "localhost", port }, ...endpoint }, { process: 7, secret: -2 });
  const error = await outcome.then(
    () => null,
    (reason: unknown) => reason,
  );
  server.close();
  return { error, plain: Buffer.concat(pieces.plain), secret: Buffer.concat(pieces.secret) };
}

const nothing = Buffer.alloc(0);

test.each([
  ["plainly", true, { tls: null, tlsAtOnce: false, tlsIfPossible: false }, { error: null, plain: request, secret: nothing }],
  ["in secret", true, { tls: { ca: cert }, tlsAtOnce: false, tlsIfPossible: false }, { error: null, plain: tlsRequest, secret: request }],
  [
    "in secret at once",
    true,
    { tls: { ca: cert }, tlsAtOnce: true, tlsIfPossible: false },
    { error: null, plain: nothing, secret: request },
  ],
  [
    "plainly where secret is not possible",
    false,
    { tls: { ca: cert }, tlsAtOnce: false, tlsIfPossible: true },
    { error: null, plain: Buffer.concat([tlsRequest, request]), secret: nothing },
  ],
])("a cancel is asked for %s", async (_, speaksTls, endpoint, expected) => {
  expect(await seen(speaksTls, endpoint)).toEqual(expected);
});

test("it is not told to a server that can't keep it secret, or that nobody vouches for", async () => {
  const endpoint = { tls: { ca: cert }, tlsAtOnce: false, tlsIfPossible: false };
  for (const [speaksTls, tls] of [
    [false, { ca: cert }],
    [true, {}],
  ] as const) {
    const { error, plain, secret } = await seen(speaksTls, { ...endpoint, tls });
    expect(error).toBeInstanceOf(Error);
    expect([plain, secret]).toEqual([tlsRequest, nothing]);
  }
});
