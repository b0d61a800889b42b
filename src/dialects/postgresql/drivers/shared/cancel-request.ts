import type { Socket } from "node:net";

/** What a server, or a proxy in front of it, has given a connection at its start: with it the connection can be found again. */
export interface BackendKey {
  readonly process: number;
  readonly secret: number;
}

/** Where a server listens. */
export interface ServerEndpoint {
  /** A host and a port, or the path of a socket. */
  readonly at: { readonly host: string; readonly port: number } | { readonly path: string };
  /** Node's options for speaking to it in secret; null for plainly. */
  readonly tls: object | null;
  /** Without asking before whether it can. */
  readonly tlsAtOnce: boolean;
  /** Plainly, where it can't. */
  readonly tlsIfPossible: boolean;
}

const CANCEL_REQUEST = 80877102;
const TLS_REQUEST = 80877103;
const CAN_TLS = "S".charCodeAt(0);

/** A message of the wire's, of four-byte numbers, its length first. */
function message(...numbers: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4 * (numbers.length + 1)));
  [bytes.byteLength, ...numbers].forEach((number, index) => {
    bytes.setInt32(4 * index, number | 0);
  });
  return new Uint8Array(bytes.buffer);
}

function happened(socket: Socket, event: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.once("error", reject);
  });
}

async function secured(socket: Socket, { at, tls, tlsAtOnce, tlsIfPossible }: ServerEndpoint): Promise<Socket> {
  if (tls === null) return socket;
  if (!tlsAtOnce) {
    socket.write(message(TLS_REQUEST));
    const answer = await happened(socket, "data");
    if (!(answer instanceof Uint8Array) || answer[0] !== CAN_TLS) {
      if (tlsIfPossible) return socket;
      throw new Error("The server does not speak TLS.");
    }
  }
  const { connect } = process.getBuiltinModule("node:tls");
  const { isIP } = process.getBuiltinModule("node:net");
  const name = "host" in at ? { host: at.host, ...(isIP(at.host) === 0 && { servername: at.host }) } : {};
  const safe = connect({ socket, ...name, ...(tlsAtOnce && { ALPNProtocols: ["postgresql"] }), ...tls });
  await happened(safe, "secureConnect");
  return safe;
}

/**
 * Asks to stop what runs on a connection, by a connection for that alone. It is the way of the wire: a proxy knows by the
 * key whose statement is meant, and would be hit in the wrong place by the server's own `pg_cancel_backend`.
 *
 * Resolves when the other side has closed, which it does when the server has been told: nothing sent later is hit.
 */
export async function requestCancel(endpoint: ServerEndpoint, key: BackendKey): Promise<void> {
  const { connect } = process.getBuiltinModule("node:net");
  const socket = connect("path" in endpoint.at ? endpoint.at : { ...endpoint.at });
  try {
    await happened(socket, "connect");
    const wire = await secured(socket, endpoint);
    const closed = happened(wire, "close");
    wire.write(message(CANCEL_REQUEST, key.process, key.secret));
    wire.resume();
    await closed;
  } finally {
    socket.destroy();
  }
}
