import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** What the proxy does with what a client sends. */
export type Behaviour = "pass" | "stall" | "cut";

/** A way to a server that can be disturbed. */
export interface Proxy {
  readonly port: number;
  /** Decides, for each piece that a client sends, what becomes of it and of what comes after it. */
  onRequest: (data: Buffer) => Behaviour;
  /** Cuts all connections. */
  cutAll(): void;
  close(): Promise<void>;
}

/** Listens on a free port and passes on to the server's. */
export async function proxyTo(host: string, port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, host);
    let isStalled = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (data) => {
      if (isStalled) return;
      const behaviour = proxy.onRequest(data);
      // the server gets it, and its answer gets lost
      if (behaviour === "cut") {
        upstream.write(data);
        setTimeout(() => client.destroy(), 30);
        isStalled = true;
      } else if (behaviour === "stall") isStalled = true;
      else upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (!isStalled) client.write(data);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy got no port.");
  const proxy: Proxy = {
    port: address.port,
    onRequest: () => "pass",
    cutAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      proxy.cutAll();
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}
