-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_awards" table
CREATE TABLE `new_awards` (`id` text NOT NULL, `created_at` datetime NOT NULL, `source` text NOT NULL, `status` text NOT NULL DEFAULT ('ACTIVE'), `verification` text NOT NULL, `verified_at` datetime NULL, `earned_at` datetime NOT NULL, `expires_at` datetime NULL, `revoked_at` datetime NULL, `revoked_reason` text NULL, `suspended_at` datetime NULL, `suspended_reason` text NULL, `uri` text NULL, `public_token` text NULL, `public_name` text NULL, `next_check_at` datetime NULL, `failed_checks` integer NOT NULL DEFAULT (0), `claim_code_hash` text NULL, `shown` bool NOT NULL DEFAULT (true), `own_pairs` bool NOT NULL DEFAULT (false), `version_id` text NOT NULL, `micro_credential_id` text NOT NULL, `issuer_id` text NOT NULL, `earner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `awards_micro_credential_versions_version` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_organizations_issuer` FOREIGN KEY (`issuer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_earners_awards` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "awards" to new temporary table "new_awards"
INSERT INTO `new_awards` (`id`, `created_at`, `source`, `status`, `verification`, `verified_at`, `earned_at`, `expires_at`, `revoked_at`, `revoked_reason`, `claim_code_hash`, `shown`, `own_pairs`, `version_id`, `micro_credential_id`, `issuer_id`, `earner_id`) SELECT `id`, `created_at`, `source`, `status`, `verification`, `verified_at`, `earned_at`, `expires_at`, `revoked_at`, `revoked_reason`, `claim_code_hash`, `shown`, `own_pairs`, `version_id`, `micro_credential_id`, `issuer_id`, `earner_id` FROM `awards`;
-- drop "awards" table after copying rows
DROP TABLE `awards`;
-- rename temporary table "new_awards" to "awards"
ALTER TABLE `new_awards` RENAME TO `awards`;
-- create index "award_earner_id_earned_at_id" to table: "awards"
CREATE INDEX `award_earner_id_earned_at_id` ON `awards` (`earner_id`, `earned_at`, `id`);
-- create index "award_issuer_id_earned_at_id" to table: "awards"
CREATE INDEX `award_issuer_id_earned_at_id` ON `awards` (`issuer_id`, `earned_at`, `id`);
-- create index "award_version_id" to table: "awards"
CREATE INDEX `award_version_id` ON `awards` (`version_id`);
-- create index "award_expires_at" to table: "awards"
CREATE INDEX `award_expires_at` ON `awards` (`expires_at`) WHERE expires_at IS NOT NULL;
-- create index "award_issuer_id_uri" to table: "awards"
CREATE UNIQUE INDEX `award_issuer_id_uri` ON `awards` (`issuer_id`, `uri`) WHERE uri IS NOT NULL;
-- create index "award_public_token" to table: "awards"
CREATE UNIQUE INDEX `award_public_token` ON `awards` (`public_token`) WHERE public_token IS NOT NULL;
-- create index "award_next_check_at" to table: "awards"
CREATE INDEX `award_next_check_at` ON `awards` (`next_check_at`) WHERE next_check_at IS NOT NULL;
-- create index "award_claim_code_hash" to table: "awards"
CREATE UNIQUE INDEX `award_claim_code_hash` ON `awards` (`claim_code_hash`) WHERE claim_code_hash IS NOT NULL;
-- create "new_organizations" table
CREATE TABLE `new_organizations` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `kinds` json NOT NULL, `description` json NULL, `homepage` text NULL, `time_zone` text NOT NULL DEFAULT ('America/New_York'), `listed` bool NOT NULL DEFAULT (true), `vouched_at` datetime NULL, `place_id` text NULL, `vouched_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `organizations_places_place` FOREIGN KEY (`place_id`) REFERENCES `places` (`id`) ON DELETE NO ACTION, CONSTRAINT `organizations_organizations_vouches_for` FOREIGN KEY (`vouched_by_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "organizations" to new temporary table "new_organizations"
INSERT INTO `new_organizations` (`id`, `created_at`, `name`, `kinds`, `description`, `homepage`, `time_zone`, `vouched_at`, `place_id`, `vouched_by_id`) SELECT `id`, `created_at`, `name`, `kinds`, `description`, `homepage`, `time_zone`, `vouched_at`, `place_id`, `vouched_by_id` FROM `organizations`;
-- drop "organizations" table after copying rows
DROP TABLE `organizations`;
-- rename temporary table "new_organizations" to "organizations"
ALTER TABLE `new_organizations` RENAME TO `organizations`;
-- create index "organization_name_id" to table: "organizations"
CREATE INDEX `organization_name_id` ON `organizations` (`name`, `id`);
-- create "alignments" table
CREATE TABLE `alignments` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `target_type` text NULL, `name` text NOT NULL, `description` text NULL, `framework` text NULL, `code` text NULL, `url` text NULL, `fingerprint` text NOT NULL, `level` integer NOT NULL DEFAULT (0), `dismissed` bool NOT NULL DEFAULT (false), `mapped_at` datetime NULL, `micro_credential_id` text NOT NULL, `skill_id` text NULL, `mapped_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `alignments_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `alignments_skills_skill` FOREIGN KEY (`skill_id`) REFERENCES `skills` (`id`) ON DELETE NO ACTION, CONSTRAINT `alignments_accounts_mapped_by` FOREIGN KEY (`mapped_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "alignment_micro_credential_id_fingerprint" to table: "alignments"
CREATE UNIQUE INDEX `alignment_micro_credential_id_fingerprint` ON `alignments` (`micro_credential_id`, `fingerprint`);
-- create index "alignment_skill_id" to table: "alignments"
CREATE INDEX `alignment_skill_id` ON `alignments` (`skill_id`);
-- create index "alignment_created_at_id" to table: "alignments"
CREATE INDEX `alignment_created_at_id` ON `alignments` (`created_at`, `id`);
-- create "award_alignments" table
CREATE TABLE `award_alignments` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `level` integer NOT NULL DEFAULT (0), `alignment_id` text NOT NULL, `award_id` text NOT NULL, CONSTRAINT `award_alignments_alignments_awards` FOREIGN KEY (`alignment_id`) REFERENCES `alignments` (`id`) ON DELETE CASCADE, CONSTRAINT `award_alignments_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION);
-- create index "awardalignment_award_id_alignment_id" to table: "award_alignments"
CREATE UNIQUE INDEX `awardalignment_award_id_alignment_id` ON `award_alignments` (`award_id`, `alignment_id`);
-- create index "awardalignment_alignment_id" to table: "award_alignments"
CREATE INDEX `awardalignment_alignment_id` ON `award_alignments` (`alignment_id`);
-- create "award_checks" table
CREATE TABLE `award_checks` (`id` text NOT NULL, `created_at` datetime NOT NULL, `cause` text NOT NULL, `verdict` text NOT NULL, `report` blob NOT NULL, `award_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `award_checks_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION);
-- create index "awardcheck_award_id_created_at_id" to table: "award_checks"
CREATE INDEX `awardcheck_award_id_created_at_id` ON `award_checks` (`award_id`, `created_at`, `id`);
-- create "award_details" table
CREATE TABLE `award_details` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `content` blob NOT NULL, `award_id` text NOT NULL, CONSTRAINT `award_details_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION);
-- create index "awarddetail_award_id" to table: "award_details"
CREATE UNIQUE INDEX `awarddetail_award_id` ON `award_details` (`award_id`);
-- create "earner_keys" table
CREATE TABLE `earner_keys` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `content` blob NOT NULL, `earner_id` text NOT NULL, CONSTRAINT `earner_keys_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- create index "earnerkey_earner_id" to table: "earner_keys"
CREATE UNIQUE INDEX `earnerkey_earner_id` ON `earner_keys` (`earner_id`);
-- create "issued_badges" table
CREATE TABLE `issued_badges` (`id` text NOT NULL, `created_at` datetime NOT NULL, `form` text NOT NULL, `language` text NOT NULL, `content` blob NOT NULL, `award_id` text NOT NULL, `key_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `issued_badges_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION, CONSTRAINT `issued_badges_issuer_keys_key` FOREIGN KEY (`key_id`) REFERENCES `issuer_keys` (`id`) ON DELETE NO ACTION);
-- create index "issuedbadge_award_id_form" to table: "issued_badges"
CREATE UNIQUE INDEX `issuedbadge_award_id_form` ON `issued_badges` (`award_id`, `form`);
-- create index "issuedbadge_key_id" to table: "issued_badges"
CREATE INDEX `issuedbadge_key_id` ON `issued_badges` (`key_id`);
-- create "issuer_identities" table
CREATE TABLE `issuer_identities` (`id` text NOT NULL, `created_at` datetime NOT NULL, `uri` text NOT NULL, `name` text NOT NULL, `trusted_at` datetime NULL, `note` text NULL, `organization_id` text NOT NULL, `trusted_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `issuer_identities_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `issuer_identities_accounts_trusted_by` FOREIGN KEY (`trusted_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "issuer_identities_uri_key" to table: "issuer_identities"
CREATE UNIQUE INDEX `issuer_identities_uri_key` ON `issuer_identities` (`uri`);
-- create index "issueridentity_organization_id" to table: "issuer_identities"
CREATE INDEX `issueridentity_organization_id` ON `issuer_identities` (`organization_id`);
-- create index "issueridentity_created_at_id" to table: "issuer_identities"
CREATE INDEX `issueridentity_created_at_id` ON `issuer_identities` (`created_at`, `id`);
-- create "issuer_keys" table
CREATE TABLE `issuer_keys` (`id` text NOT NULL, `created_at` datetime NOT NULL, `algorithm` text NOT NULL, `fragment` text NOT NULL, `public` text NOT NULL, `private` blob NOT NULL, `retired_at` datetime NULL, `compromised_at` datetime NULL, `organization_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `issuer_keys_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "issuerkey_organization_id_fragment" to table: "issuer_keys"
CREATE UNIQUE INDEX `issuerkey_organization_id_fragment` ON `issuer_keys` (`organization_id`, `fragment`);
-- create "skills_sheets" table
CREATE TABLE `skills_sheets` (`id` text NOT NULL, `created_at` datetime NOT NULL, `token` text NOT NULL, `name` text NULL, `awards` json NOT NULL, `until` datetime NULL, `withdrawn_at` datetime NULL, `earner_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `skills_sheets_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- create index "skills_sheets_token_key" to table: "skills_sheets"
CREATE UNIQUE INDEX `skills_sheets_token_key` ON `skills_sheets` (`token`);
-- create index "skillssheet_earner_id_created_at_id" to table: "skills_sheets"
CREATE INDEX `skillssheet_earner_id_created_at_id` ON `skills_sheets` (`earner_id`, `created_at`, `id`);
-- create "status_entries" table
CREATE TABLE `status_entries` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `position` integer NOT NULL, `award_id` text NOT NULL, `list_id` text NOT NULL, CONSTRAINT `status_entries_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION, CONSTRAINT `status_entries_status_lists_entries` FOREIGN KEY (`list_id`) REFERENCES `status_lists` (`id`) ON DELETE CASCADE);
-- create index "statusentry_list_id_position" to table: "status_entries"
CREATE UNIQUE INDEX `statusentry_list_id_position` ON `status_entries` (`list_id`, `position`);
-- create index "statusentry_award_id_list_id" to table: "status_entries"
CREATE UNIQUE INDEX `statusentry_award_id_list_id` ON `status_entries` (`award_id`, `list_id`);
-- create "status_lists" table
CREATE TABLE `status_lists` (`id` text NOT NULL, `created_at` datetime NOT NULL, `purpose` text NOT NULL, `size` integer NOT NULL, `used` integer NOT NULL DEFAULT (0), `document` blob NULL, `signed_at` datetime NULL, `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `status_lists_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "statuslist_organization_id_purpose_created_at" to table: "status_lists"
CREATE INDEX `statuslist_organization_id_purpose_created_at` ON `status_lists` (`organization_id`, `purpose`, `created_at`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
