// COPY FROM STDIN over the package `postgres`: a query with two answers, a stream for the rows and what became of them.
import type { PostgresCopyQuery, PostgresCopyStream, PostgresQuery } from "./postgres-package.js";
import { SentRows } from "./sent-rows.js";

function isStream(answer: unknown): answer is PostgresCopyStream {
  return typeof answer === "object" && answer !== null && "write" in answer && "destroy" in answer;
}

/** Ends the rows. That the rest does not come, as the package tells a server whenever a stream is destroyed, is not true any more. */
function ended(stream: PostgresCopyStream): void {
  stream._destroy = (reason, done) => done(reason);
  stream.end();
}

/** Whatever the package still sends for the stream is sent before what comes next. */
async function closed(stream: PostgresCopyStream): Promise<void> {
  stream.destroy();
  if (!stream.closed) await new Promise<void>((resolve) => stream.once("close", resolve));
}

/**
 * Sends the query and the rows. The package's promise is settled by the stream already: an error of the last rows, and how
 * many there were, only come to the query's own `reject` and `resolve`.
 * @throws what the package or the iterator throws
 */
export async function copied(sent: PostgresQuery, pieces: Iterable<string>): Promise<unknown> {
  // the marked place: the package's types are not ours
  const query = sent as unknown as PostgresCopyQuery;
  const rows = new SentRows(pieces);
  const streams: PostgresCopyStream[] = [];
  try {
    return await new Promise((resolve, reject) => {
      query.resolve = (answer) => {
        if (!isStream(answer)) return resolve(answer);
        streams.push(answer);
        // its errors come to the query as well
        answer.on("error", () => {});
        void rows.sendTo({
          stream: answer,
          write: (piece) => answer.write(piece),
          end: () => ended(answer),
          fail: (reason) => answer.destroy(reason),
        });
      };
      query.reject = reject;
      query.execute();
    });
  } catch (error) {
    throw rows.reasonOf(error);
  } finally {
    rows.over();
    for (const stream of streams) await closed(stream);
  }
}
