import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, pipeline } from "node:stream";
import { TextDecoder } from "node:util";
import { createGunzip } from "node:zlib";

import { FileUnreadable } from "../../../core/errors.ts";

const CHUNK_BYTES = 256 * 1024;

/** Progress in bytes of the file as it lies on the disk. */
export type OnBytes = (count: number) => void;

/**
 * The text of a file in pieces, in constant memory: UTF-8 or UTF-16 by its byte order mark, unpacked when it is gzip.
 * Bytes that are no UTF-8 become U+FFFD. Refuses FileUnreadable.
 */
export async function* readText(file: string, onBytes: OnBytes = () => undefined): AsyncGenerator<string> {
  try {
    const packed = await isGzip(file);
    const bytes = counted(createReadStream(file, { highWaterMark: CHUNK_BYTES }), onBytes);
    yield* decode(packed ? unpacked(bytes) : bytes);
  } catch (error) {
    // Of the system and of zlib (ENOENT, EISDIR, Z_DATA_ERROR); anything else is a defect.
    if (typeof (error as { code?: unknown }).code !== "string" || error instanceof TypeError) throw error;
    throw FileUnreadable({ values: { file, reason: (error as Error).message } });
  }
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

async function* counted(bytes: Readable, onBytes: OnBytes): AsyncGenerator<Buffer> {
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    onBytes(chunk.length);
    yield chunk;
  }
}

function unpacked(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // An error of either side destroys the unpacker with it, whose reader is told.
  pipeline(Readable.from(bytes), gunzip, () => undefined);
  return gunzip;
}

async function* decode(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? "utf-16le" : "utf-8");
    yield decoder.decode(chunk, { stream: true });
  }
  const rest = decoder?.decode();
  if (rest) yield rest;
}
