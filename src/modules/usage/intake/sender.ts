/**
 * Who sent an event is part of its identity: what a project's own token reports has names of its own, so that it meets
 * nothing that the provider's meters or another project's token report, whatever ids it gives.
 */
export interface Sent {
  /** The PID whose own token sent it; null: the provider's meters and imports. */
  readonly sender: string | null;
  /** As it was sent. */
  readonly source: string;
}

const OWN_SOURCES = "project/";
/** `project/mcs1234567890/` */
const PREFIX_LENGTH = 22;

/** The name under which a source is kept: `project/mcs1234567890/<source>` for a project's own token. */
export function storedSource({ sender, source }: Sent): string {
  return sender === null ? source : `${OWN_SOURCES}${sender}/${source}`;
}

/** What storedSource was made of. */
export function sentAs(stored: string): Sent {
  if (!isReserved(stored)) return { sender: null, source: stored };
  return { sender: stored.slice(OWN_SOURCES.length, PREFIX_LENGTH - 1), source: stored.slice(PREFIX_LENGTH) };
}

/** True for a name that only sources of projects' tokens are kept under. */
export function isReserved(source: string): boolean {
  return source.startsWith(OWN_SOURCES);
}

/**
 * The name of a resource that a project's own token reports. One of the provider's meters may name it, to stop it; the
 * token cannot name one of the provider's, so it ends no timeline that the provider measures.
 */
export function ownResource(resource: string): string {
  return `own/${resource}`;
}
