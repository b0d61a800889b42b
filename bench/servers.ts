import { type ServerAddress, type ServerName, startServer, type TestServer } from "../test/servers/servers.ts";

const running = new Map<ServerName, Promise<TestServer>>();

/** The address of a server, which is started when somebody first asks for it. */
export async function addressOf(name: ServerName): Promise<ServerAddress> {
  let server = running.get(name);
  if (server === undefined) {
    server = startServer(name);
    running.set(name, server);
  }
  return (await server).address;
}

/** Ends all that were started. */
export async function endServers(): Promise<void> {
  for (const server of running.values()) await (await server).end();
}

/** The URL of a server's database. @param scheme how the URL begins, where that says more than the server's name */
export async function urlOf(name: ServerName, scheme: string = name): Promise<string> {
  const { host, port, user, database } = await addressOf(name);
  return `${scheme}://${user}@${host}:${port}/${database}`;
}
