import type { LogoProps } from "@gravity-ui/navigation";

export function Sign() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <rect width="24" height="24" rx="6" fill="#0b5fd8" />
      <path
        d="M16.5 7.2H10a2.4 2.4 0 0 0 0 4.8h4a2.4 2.4 0 0 1 0 4.8H7.5"
        fill="none"
        stroke="#fff"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  );
}

export const logo: LogoProps = { text: "Saldo", icon: Sign, iconSize: 24, "aria-label": "Saldo" };
