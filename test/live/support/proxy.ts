import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** What the proxy does with what it is to pass on: for `after`, it passes so many bytes of it on and then cuts. */
export type Behaviour = "pass" | "stall" | "cut" | { readonly after: number };

/** A way to a server that can be disturbed. */
export interface Proxy {
  readonly port: number;
  /** Decides, for each piece that a client sends, what becomes of it and of what comes after it. */
  onRequest: (data: Buffer) => Behaviour;
  /** The same for what the server answers. */
  onAnswer: (data: Buffer) => Behaviour;
  /** Passes nothing on until `resume()`, and loses nothing either. */
  pause(): void;
  resume(): void;
  /** Cuts all connections. */
  cutAll(): void;
  /** Lets nobody connect any more, until `listen()`. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a free port and passes on to the server's. */
export async function proxyTo(host: string, port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let isPaused = false;
  const server = createServer((client) => {
    const upstream = connect(port, host);
    let isStalled = false;
    const stop = (milliseconds: number) => {
      isStalled = true;
      setTimeout(() => client.destroy(), milliseconds);
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      if (isPaused) socket.pause();
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
        stop(30);
      } else if (behaviour === "stall") isStalled = true;
      else if (behaviour === "pass") upstream.write(data);
      else {
        upstream.write(data.subarray(0, behaviour.after));
        stop(30);
      }
    });
    upstream.on("data", (data) => {
      if (isStalled) return;
      const behaviour = proxy.onAnswer(data);
      if (behaviour === "pass") client.write(data);
      else if (behaviour === "stall") isStalled = true;
      else {
        client.write(data.subarray(0, behaviour === "cut" ? 0 : behaviour.after));
        stop(30);
      }
    });
  });
  const listen = async (at: number): Promise<void> => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy got no port.");
  const proxy: Proxy = {
    port: address.port,
    onRequest: () => "pass",
    onAnswer: () => "pass",
    pause: () => {
      isPaused = true;
      for (const socket of sockets) socket.pause();
    },
    resume: () => {
      isPaused = false;
      for (const socket of sockets) socket.resume();
    },
    cutAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    async refuse() {
      server.close();
      proxy.cutAll();
      await once(server, "close");
    },
    listen: () => listen(address.port),
    async close() {
      if (server.listening) await proxy.refuse();
    },
  };
  return proxy;
}
