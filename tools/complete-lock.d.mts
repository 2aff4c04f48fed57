interface LockEntry {
  version?: string;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
}

/** Adds the missing entries to a parsed lock file; answers their names. */
export function completeLock(lock: { packages: Record<string, LockEntry> }): string[];
