export { TenancyAuthority } from "./authority.ts";
export type { Memberships } from "./authority.ts";
export { accountMembership } from "./membership.ts";
export type { Membership } from "./membership.ts";
export {
  UnknownProject,
  addMember,
  blockUser,
  projectsOf,
  setStaffRole,
  unblockUser,
  userIdOf,
  userMaySignIn,
} from "./members.ts";
export { PERMISSIONS, ROLES, isScope, permissionsOf } from "./permissions.ts";
export type { Permission, Role } from "./permissions.ts";
export type { PaymentMethod, ProjectFacts, ProjectStatus, Region } from "./region.ts";
export { UnknownRegion } from "./region.ts";
export { allRegions, projectFacts, putRegions, regionOf, regionOfSite } from "./regions.ts";
export { createProject, register, registerStaff } from "./register.ts";
export type { Registered, Registration } from "./register.ts";
export { issueToken, revokeToken } from "./tokens.ts";
export { isEmpty, ownerOf, selectAccount as accountOf } from "./store.ts";
export { tenancyRoutes } from "./http.ts";
