import { Link } from "@tanstack/react-router";

/** A PID that leads to the project's page. */
export function ProjectLink({ pid }: { readonly pid: string }) {
  return (
    <Link to="/office/projects/$pid" params={{ pid }} className="tabular">
      {pid}
    </Link>
  );
}
