export { TenancyAuthority } from "./authority.ts";
export type { Memberships } from "./authority.ts";
export { tenancyActs } from "./acts.ts";
export { activateFormer, activateServices } from "./activation.ts";
export type { EndingPorts } from "./ending.ts";
export { selectChangedSince as statusChangedSince } from "./ending-store.ts";
export { isActivated, isUsed } from "./activation-store.ts";
export { lifeTopics } from "./control-plane-topics.ts";
export { erasureJobs, erasureRetention } from "./erasure-jobs.ts";
export { askErasure, holdErasure, openErasureOf, releaseErasure, withdrawErasure } from "./erasure.ts";
export { selectErasures as erasures } from "./erasure-store.ts";
export { tenancyPersonal } from "./personal-store.ts";
export type { PersonalPorts } from "./personal.ts";
export { selectCalendars as allCalendars } from "./calendar-store.ts";
export { staffRoutes } from "./staff-http.ts";
export { changeStaffRole } from "./staff.ts";
export { STAFF_ROLE_NAMES } from "./acts.ts";
export { selectStaffPage as staffPage } from "./store.ts";
export { calendarOf, loadCalendars, readCalendarFile } from "./calendars.ts";
export { accountMembership, accountsOf } from "./membership.ts";
export type { Membership } from "./membership.ts";
export {
  UnknownProject,
  UnknownUser,
  addMember,
  blockUser,
  openSignIn,
  memberByEmail,
  projectsOf,
  setStaffRole,
  signInOf,
  unblockUser,
  userIdOf,
  userMaySignIn,
} from "./members.ts";
export { PERMISSIONS, ROLES, ROLE_NAMES, SCOPES, isScope, permissionsOf } from "./permissions.ts";
export type { Permission, Role } from "./permissions.ts";
export type { PaymentMethod, ProjectFacts, ProjectStatus, Region, TwoPersonAct } from "./region.ts";
export { TWO_PERSON_ACTS, UnknownRegion } from "./region.ts";
export { allRegions, projectByPid, projectFacts, putRegions, regionOf, regionOfSite } from "./regions.ts";
export { PEOPLE_NOTICES, projectPeople } from "./project-people.ts";
export {
  type Recipient,
  selectInvitation as invitationOfId,
  selectMembers as membersOfProject,
  selectRecipients as peopleOfProjects,
} from "./people-store.ts";
export {
  PASSKEY_EVENTS,
  PERSON_EVENTS,
  PROJECT_ENDS,
  type PasskeyEvent,
  SSO_EVENTS,
  STAFF_EVENTS,
  type SsoEvent,
  type StaffEvent,
  type PersonEvent,
  type ProjectEnd,
  personNotice,
} from "./person-notice.ts";
export {
  type FoundProject,
  foundProjects,
  selectConservedIn as conservedIn,
  selectPeopleForStaff as peopleForStaff,
  selectTokensForStaff as tokensForStaff,
} from "./project-search-store.ts";
export { createProject, register, registerStaff } from "./register.ts";
export type { Registered, Registration } from "./register.ts";
export { OwnerAlready, OwnerChangeOver, exchangeOwner } from "./owner-change.ts";
export { openVisit } from "./visits.ts";
export { issueToken, revokeToken, revokeTokensOfUser } from "./tokens.ts";
export { setOwnPassword } from "./own-password.ts";
export { type Sms, linkPhoneByRequest, smsOf } from "./phone.ts";
export { phoneCode } from "./phone-code.ts";
export { addOwnPasskey } from "./passkeys.ts";
export {
  type SsoDecision,
  type SsoDesk,
  UnknownSso,
  decideSso,
  recordsAsked,
  unlinkSso,
  toCheck as ssoToCheck,
} from "./sso.ts";
export { ssoPorts } from "./sso-arrival.ts";
export { selectForOffice as ssoForOffice } from "./sso-store.ts";
export { resetFactors } from "./second-factor.ts";
export { endSessions, sessionRulesOf, tellOfNewDevice, tellPerson } from "./sessions.ts";
export { signInNotice, tellOfSlowedSignIn } from "./sign-in-notice.ts";
export {
  isEmpty,
  ownerOf,
  selectAccount as accountOf,
  selectAccountZones as accountZones,
  selectFirstProjectAt as firstProjectAt,
  selectMemberNames as memberNames,
  selectPeople as peopleOfIds,
  selectRoles as rolesOf,
  selectStaff as staffWith,
  selectLoginsOfMailbox as loginsOfMailbox,
  selectUser as userOfId,
  selectUserByEmail as userByEmail,
  selectUserByNo as userOfNo,
  selectUserId as userIdOfEmail,
} from "./store.ts";
export { tenancyRoutes } from "./http.ts";
export { hostOf } from "./sign-up-http.ts";
export { numberForLetters } from "./sign-up.ts";
