// Events out of pieces of text.

import fc from "fast-check";
import { expect, test } from "vitest";
import { EventParser } from "../../services/dashboard/src/live/parse-events.js";

const STREAM = [
  ": welcome\n\n",
  'id: 7\nevent: sweep\ndata: {"id":"a"}\n\n',
  "data: one\r\ndata:two\r\n\r\n",
  "event: nothing\n\n",
  "id: 8\nretry: 10\ndata\n\n",
  "event: workers\ndata: unfin",
].join("");
const EVENTS = [
  { event: "sweep", data: '{"id":"a"}' },
  { event: "message", data: "one\ntwo" },
  { event: "message", data: "" },
];

test("however a stream is cut into pieces, its events are the same", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: STREAM.length })), (cuts) => {
      const parser = new EventParser();
      const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
      const events = places.slice(1).flatMap((place, index) => parser.push(STREAM.slice(places[index], place)));
      expect(events).toEqual(EVENTS);
      expect(parser.lastEventId).toBe("8");
    }),
  );
});

test("a new connection forgets half an event and keeps the last id", () => {
  const parser = new EventParser();
  parser.push("id: 3\ndata: whole\n\nevent: sweep\ndata: half");
  parser.restart();
  expect(parser.push("data: new\n\n")).toEqual([{ event: "message", data: "new" }]);
  expect(parser.lastEventId).toBe("3");
});
