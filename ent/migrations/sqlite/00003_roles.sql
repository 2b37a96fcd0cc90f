-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_micro_credentials" table
CREATE TABLE `new_micro_credentials` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `name` text NOT NULL, `uri` text NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `retired_at` datetime NULL, `retirement_reason` text NULL, `current_version_id` text NULL, `developer_id` text NOT NULL, `assessor_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `micro_credentials_organizations_developer` FOREIGN KEY (`developer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `micro_credentials_organizations_assessor` FOREIGN KEY (`assessor_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "micro_credentials" to new temporary table "new_micro_credentials"
INSERT INTO `new_micro_credentials` (`id`, `created_at`, `kind`, `name`, `uri`, `status`, `current_version_id`, `developer_id`) SELECT `id`, `created_at`, `kind`, `name`, `uri`, `status`, `current_version_id`, `developer_id` FROM `micro_credentials`;
-- drop "micro_credentials" table after copying rows
DROP TABLE `micro_credentials`;
-- rename temporary table "new_micro_credentials" to "micro_credentials"
ALTER TABLE `new_micro_credentials` RENAME TO `micro_credentials`;
-- create index "micro_credentials_uri_key" to table: "micro_credentials"
CREATE UNIQUE INDEX `micro_credentials_uri_key` ON `micro_credentials` (`uri`);
-- create index "microcredential_name_id" to table: "micro_credentials"
CREATE INDEX `microcredential_name_id` ON `micro_credentials` (`name`, `id`);
-- create index "microcredential_current_version_id" to table: "micro_credentials"
CREATE INDEX `microcredential_current_version_id` ON `micro_credentials` (`current_version_id`);
-- create "new_micro_credential_versions" table
CREATE TABLE `new_micro_credential_versions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `number` integer NOT NULL, `title` json NULL, `description` json NULL, `holder_can` json NULL, `criteria` json NULL, `competency` json NULL, `changes` json NULL, `assessment` json NULL, `effort_minutes` integer NULL, `languages` json NOT NULL, `delivery` json NOT NULL, `validity_months` integer NULL, `price_cents` integer NULL, `price_currency` text NULL, `published_at` datetime NOT NULL, `micro_credential_id` text NOT NULL, `picture_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `micro_credential_versions_micro_credentials_versions` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `micro_credential_versions_pictures_picture` FOREIGN KEY (`picture_id`) REFERENCES `pictures` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "micro_credential_versions" to new temporary table "new_micro_credential_versions"
INSERT INTO `new_micro_credential_versions` (`id`, `created_at`, `number`, `title`, `description`, `holder_can`, `criteria`, `effort_minutes`, `languages`, `delivery`, `validity_months`, `price_cents`, `price_currency`, `published_at`, `micro_credential_id`) SELECT `id`, `created_at`, `number`, `title`, `description`, `holder_can`, `criteria`, `effort_minutes`, `languages`, `delivery`, `validity_months`, `price_cents`, `price_currency`, `published_at`, `micro_credential_id` FROM `micro_credential_versions`;
-- drop "micro_credential_versions" table after copying rows
DROP TABLE `micro_credential_versions`;
-- rename temporary table "new_micro_credential_versions" to "micro_credential_versions"
ALTER TABLE `new_micro_credential_versions` RENAME TO `micro_credential_versions`;
-- create index "microcredentialversion_micro_credential_id_number" to table: "micro_credential_versions"
CREATE UNIQUE INDEX `microcredentialversion_micro_credential_id_number` ON `micro_credential_versions` (`micro_credential_id`, `number`);
-- add column "withdrawn_at" to table: "offerings"
ALTER TABLE `offerings` ADD COLUMN `withdrawn_at` datetime NULL;
-- create "new_protected_enrollments" table
CREATE TABLE `new_protected_enrollments` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `status` text NULL, `enrolled_on` datetime NULL, `attempted` integer NULL, `completed` integer NULL, `baseline_on` datetime NULL, `baseline_source` text NULL, `wage_cents` integer NULL, `wage_currency` text NULL, `weekly_hours` real NULL, `benefits` json NULL, `employed` bool NULL, `assisted` bool NULL, `disability` bool NULL, `english_learner` bool NULL, `low_income` bool NULL, `rural` bool NULL, `earner_id` text NOT NULL, `organization_id` text NOT NULL, `micro_credential_id` text NULL, `enrollment_id` text NULL, CONSTRAINT `protected_enrollments_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `protected_enrollments_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `protected_enrollments_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `protected_enrollments_enrollments_enrollment` FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "protected_enrollments" to new temporary table "new_protected_enrollments"
INSERT INTO `new_protected_enrollments` (`id`, `status`, `enrolled_on`, `attempted`, `completed`, `baseline_on`, `baseline_source`, `wage_cents`, `wage_currency`, `weekly_hours`, `benefits`, `employed`, `assisted`, `earner_id`, `organization_id`, `micro_credential_id`) SELECT `id`, `status`, `enrolled_on`, `attempted`, `completed`, `baseline_on`, `baseline_source`, `wage_cents`, `wage_currency`, `weekly_hours`, `benefits`, `employed`, `assisted`, `earner_id`, `organization_id`, `micro_credential_id` FROM `protected_enrollments`;
-- drop "protected_enrollments" table after copying rows
DROP TABLE `protected_enrollments`;
-- rename temporary table "new_protected_enrollments" to "protected_enrollments"
ALTER TABLE `new_protected_enrollments` RENAME TO `protected_enrollments`;
-- create index "protectedenrollment_earner_id" to table: "protected_enrollments"
CREATE INDEX `protectedenrollment_earner_id` ON `protected_enrollments` (`earner_id`);
-- create index "protectedenrollment_organization_id" to table: "protected_enrollments"
CREATE INDEX `protectedenrollment_organization_id` ON `protected_enrollments` (`organization_id`);
-- create index "protectedenrollment_enrollment_id" to table: "protected_enrollments"
CREATE UNIQUE INDEX `protectedenrollment_enrollment_id` ON `protected_enrollments` (`enrollment_id`) WHERE enrollment_id IS NOT NULL;
-- create "new_recognitions" table
CREATE TABLE `new_recognitions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `level` integer NOT NULL DEFAULT (0), `kind` text NOT NULL, `hiring` text NULL, `amount` text NULL, `unit` text NULL, `scope` json NULL, `scope_kind` text NOT NULL DEFAULT ('ORGANIZATION'), `course` text NULL, `program` text NULL, `minimum_grade` text NULL, `residency` text NULL, `condition` json NULL, `status` text NOT NULL, `valid_from` datetime NULL, `valid_until` datetime NULL, `source` text NULL, `ended_at` datetime NULL, `end_reason` text NULL, `organization_id` text NOT NULL, `micro_credential_id` text NULL, `stack_id` text NULL, `version_id` text NULL, `skill_id` text NULL, `accepts_id` text NULL, `document_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `recognitions_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_stacks_stack` FOREIGN KEY (`stack_id`) REFERENCES `stacks` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_micro_credential_versions_version` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_skills_skill` FOREIGN KEY (`skill_id`) REFERENCES `skills` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_recognitions_accepted_by` FOREIGN KEY (`accepts_id`) REFERENCES `recognitions` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_import_originals_document` FOREIGN KEY (`document_id`) REFERENCES `import_originals` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_check` CHECK ((CASE WHEN micro_credential_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN stack_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN skill_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN accepts_id IS NULL THEN 0 ELSE 1 END) = 1));
-- copy rows from old table "recognitions" to new temporary table "new_recognitions"
INSERT INTO `new_recognitions` (`id`, `created_at`, `kind`, `amount`, `unit`, `scope`, `condition`, `status`, `valid_from`, `valid_until`, `source`, `organization_id`, `micro_credential_id`, `stack_id`) SELECT `id`, `created_at`, `kind`, `amount`, `unit`, `scope`, `condition`, `status`, `valid_from`, `valid_until`, `source`, `organization_id`, `micro_credential_id`, `stack_id` FROM `recognitions`;
-- drop "recognitions" table after copying rows
DROP TABLE `recognitions`;
-- rename temporary table "new_recognitions" to "recognitions"
ALTER TABLE `new_recognitions` RENAME TO `recognitions`;
-- create index "recognition_organization_id_created_at_id" to table: "recognitions"
CREATE INDEX `recognition_organization_id_created_at_id` ON `recognitions` (`organization_id`, `created_at`, `id`);
-- create index "recognition_micro_credential_id" to table: "recognitions"
CREATE INDEX `recognition_micro_credential_id` ON `recognitions` (`micro_credential_id`);
-- create index "recognition_stack_id" to table: "recognitions"
CREATE INDEX `recognition_stack_id` ON `recognitions` (`stack_id`);
-- create index "recognition_skill_id" to table: "recognitions"
CREATE INDEX `recognition_skill_id` ON `recognitions` (`skill_id`) WHERE skill_id IS NOT NULL;
-- create index "recognition_accepts_id" to table: "recognitions"
CREATE INDEX `recognition_accepts_id` ON `recognitions` (`accepts_id`) WHERE accepts_id IS NOT NULL;
-- create index "recognition_created_at_id" to table: "recognitions"
CREATE INDEX `recognition_created_at_id` ON `recognitions` (`created_at`, `id`);
-- create "new_stacks" table
CREATE TABLE `new_stacks` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `policy` text NOT NULL DEFAULT ('WITHDRAW'), `awards_itself` bool NOT NULL DEFAULT (false), `retired_at` datetime NULL, `current_version_id` text NULL, `owner_id` text NOT NULL, `certifies_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `stacks_organizations_owner` FOREIGN KEY (`owner_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `stacks_micro_credentials_certifies` FOREIGN KEY (`certifies_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "stacks" to new temporary table "new_stacks"
INSERT INTO `new_stacks` (`id`, `created_at`, `name`, `status`, `current_version_id`, `owner_id`, `certifies_id`) SELECT `id`, `created_at`, `name`, `status`, `current_version_id`, `owner_id`, `certifies_id` FROM `stacks`;
-- drop "stacks" table after copying rows
DROP TABLE `stacks`;
-- rename temporary table "new_stacks" to "stacks"
ALTER TABLE `new_stacks` RENAME TO `stacks`;
-- create index "stack_name_id" to table: "stacks"
CREATE INDEX `stack_name_id` ON `stacks` (`name`, `id`);
-- create index "stack_current_version_id" to table: "stacks"
CREATE INDEX `stack_current_version_id` ON `stacks` (`current_version_id`);
-- create "new_awards" table
CREATE TABLE `new_awards` (`id` text NOT NULL, `created_at` datetime NOT NULL, `source` text NOT NULL, `status` text NOT NULL DEFAULT ('ACTIVE'), `verification` text NOT NULL, `verified_at` datetime NULL, `earned_at` datetime NOT NULL, `expires_at` datetime NULL, `revoked_at` datetime NULL, `revoked_reason` text NULL, `revocation` text NULL, `suspended_at` datetime NULL, `suspended_reason` text NULL, `uri` text NULL, `public_token` text NULL, `public_name` text NULL, `next_check_at` datetime NULL, `failed_checks` integer NOT NULL DEFAULT (0), `claim_code_hash` text NULL, `shown` bool NOT NULL DEFAULT (true), `own_pairs` bool NOT NULL DEFAULT (false), `version_id` text NOT NULL, `micro_credential_id` text NOT NULL, `issuer_id` text NOT NULL, `delegate_id` text NULL, `renews_id` text NULL, `earner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `awards_micro_credential_versions_version` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_organizations_issuer` FOREIGN KEY (`issuer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_organizations_delegate` FOREIGN KEY (`delegate_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_awards_renewed_by` FOREIGN KEY (`renews_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_earners_awards` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "awards" to new temporary table "new_awards"
INSERT INTO `new_awards` (`id`, `created_at`, `source`, `status`, `verification`, `verified_at`, `earned_at`, `expires_at`, `revoked_at`, `revoked_reason`, `suspended_at`, `suspended_reason`, `uri`, `public_token`, `public_name`, `next_check_at`, `failed_checks`, `claim_code_hash`, `shown`, `own_pairs`, `version_id`, `micro_credential_id`, `issuer_id`, `earner_id`) SELECT `id`, `created_at`, `source`, `status`, `verification`, `verified_at`, `earned_at`, `expires_at`, `revoked_at`, `revoked_reason`, `suspended_at`, `suspended_reason`, `uri`, `public_token`, `public_name`, `next_check_at`, `failed_checks`, `claim_code_hash`, `shown`, `own_pairs`, `version_id`, `micro_credential_id`, `issuer_id`, `earner_id` FROM `awards`;
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
-- create index "award_renews_id" to table: "awards"
CREATE UNIQUE INDEX `award_renews_id` ON `awards` (`renews_id`) WHERE renews_id IS NOT NULL;
-- create "affiliations" table
CREATE TABLE `affiliations` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `organization_id` text NOT NULL, `of_id` text NOT NULL, CONSTRAINT `affiliations_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `affiliations_organizations_of` FOREIGN KEY (`of_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "affiliation_organization_id_of_id" to table: "affiliations"
CREATE UNIQUE INDEX `affiliation_organization_id_of_id` ON `affiliations` (`organization_id`, `of_id`);
-- create index "affiliation_of_id" to table: "affiliations"
CREATE INDEX `affiliation_of_id` ON `affiliations` (`of_id`);
-- create "assessments" table
CREATE TABLE `assessments` (`id` text NOT NULL, `created_at` datetime NOT NULL, `attempt` integer NOT NULL, `slot` integer NOT NULL, `touched_at` datetime NOT NULL, `released_at` datetime NULL, `decision` text NULL, `decided_at` datetime NULL, `feedback` blob NULL, `assessor_id` text NOT NULL, `submission_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `assessments_accounts_assessor` FOREIGN KEY (`assessor_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `assessments_submissions_assessments` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE CASCADE);
-- create index "assessment_submission_id_attempt_slot" to table: "assessments"
CREATE UNIQUE INDEX `assessment_submission_id_attempt_slot` ON `assessments` (`submission_id`, `attempt`, `slot`) WHERE released_at IS NULL;
-- create index "assessment_submission_id_attempt_assessor_id" to table: "assessments"
CREATE UNIQUE INDEX `assessment_submission_id_attempt_assessor_id` ON `assessments` (`submission_id`, `attempt`, `assessor_id`) WHERE released_at IS NULL;
-- create index "assessment_assessor_id_created_at_id" to table: "assessments"
CREATE INDEX `assessment_assessor_id_created_at_id` ON `assessments` (`assessor_id`, `created_at`, `id`);
-- create index "assessment_touched_at" to table: "assessments"
CREATE INDEX `assessment_touched_at` ON `assessments` (`touched_at`) WHERE released_at IS NULL AND decided_at IS NULL;
-- create "assessment_settings" table
CREATE TABLE `assessment_settings` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `decide_within_days` integer NOT NULL DEFAULT (14), `release_after_hours` integer NOT NULL DEFAULT (72), `federal_holidays` bool NOT NULL DEFAULT (true), `organization_id` text NOT NULL, CONSTRAINT `assessment_settings_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "assessmentsettings_organization_id" to table: "assessment_settings"
CREATE UNIQUE INDEX `assessmentsettings_organization_id` ON `assessment_settings` (`organization_id`);
-- create "cohorts" table
CREATE TABLE `cohorts` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `code_hash` text NOT NULL, `starts_on` datetime NULL, `ends_on` datetime NULL, `closed_at` datetime NULL, `organization_id` text NOT NULL, `opened_by_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `cohorts_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `cohorts_accounts_opened_by` FOREIGN KEY (`opened_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "cohorts_code_hash_key" to table: "cohorts"
CREATE UNIQUE INDEX `cohorts_code_hash_key` ON `cohorts` (`code_hash`);
-- create index "cohort_organization_id_created_at_id" to table: "cohorts"
CREATE INDEX `cohort_organization_id_created_at_id` ON `cohorts` (`organization_id`, `created_at`, `id`);
-- create "cohort_credentials" table
CREATE TABLE `cohort_credentials` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `position` integer NOT NULL, `cohort_id` text NOT NULL, `micro_credential_id` text NOT NULL, CONSTRAINT `cohort_credentials_cohorts_credentials` FOREIGN KEY (`cohort_id`) REFERENCES `cohorts` (`id`) ON DELETE CASCADE, CONSTRAINT `cohort_credentials_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION);
-- create index "cohortcredential_cohort_id_micro_credential_id" to table: "cohort_credentials"
CREATE UNIQUE INDEX `cohortcredential_cohort_id_micro_credential_id` ON `cohort_credentials` (`cohort_id`, `micro_credential_id`);
-- create index "cohortcredential_micro_credential_id" to table: "cohort_credentials"
CREATE INDEX `cohortcredential_micro_credential_id` ON `cohort_credentials` (`micro_credential_id`);
-- create "cohort_members" table
CREATE TABLE `cohort_members` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `joined_at` datetime NOT NULL, `shares` bool NOT NULL DEFAULT (false), `left_at` datetime NULL, `cohort_id` text NOT NULL, `earner_id` text NOT NULL, CONSTRAINT `cohort_members_cohorts_members` FOREIGN KEY (`cohort_id`) REFERENCES `cohorts` (`id`) ON DELETE CASCADE, CONSTRAINT `cohort_members_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- create index "cohortmember_cohort_id_earner_id" to table: "cohort_members"
CREATE UNIQUE INDEX `cohortmember_cohort_id_earner_id` ON `cohort_members` (`cohort_id`, `earner_id`);
-- create index "cohortmember_earner_id" to table: "cohort_members"
CREATE INDEX `cohortmember_earner_id` ON `cohort_members` (`earner_id`);
-- create "conflicts" table
CREATE TABLE `conflicts` (`id` text NOT NULL, `created_at` datetime NOT NULL, `account_id` text NOT NULL, `earner_id` text NOT NULL, `declared_by_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `conflicts_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `conflicts_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `conflicts_accounts_declared_by` FOREIGN KEY (`declared_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "conflict_account_id_earner_id" to table: "conflicts"
CREATE UNIQUE INDEX `conflict_account_id_earner_id` ON `conflicts` (`account_id`, `earner_id`);
-- create index "conflict_earner_id" to table: "conflicts"
CREATE INDEX `conflict_earner_id` ON `conflicts` (`earner_id`);
-- create "criterion_scores" table
CREATE TABLE `criterion_scores` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `criterion` text NOT NULL, `level` text NOT NULL, `comment` blob NULL, `assessment_id` text NOT NULL, CONSTRAINT `criterion_scores_assessments_scores` FOREIGN KEY (`assessment_id`) REFERENCES `assessments` (`id`) ON DELETE CASCADE);
-- create index "criterionscore_assessment_id_criterion" to table: "criterion_scores"
CREATE UNIQUE INDEX `criterionscore_assessment_id_criterion` ON `criterion_scores` (`assessment_id`, `criterion`);
-- create "delegations" table
CREATE TABLE `delegations` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `until` datetime NULL, `withdrawn_at` datetime NULL, `issuer_id` text NOT NULL, `delegate_id` text NOT NULL, `micro_credential_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `delegations_organizations_issuer` FOREIGN KEY (`issuer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `delegations_organizations_delegate` FOREIGN KEY (`delegate_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `delegations_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION);
-- create index "delegation_issuer_id_created_at_id" to table: "delegations"
CREATE INDEX `delegation_issuer_id_created_at_id` ON `delegations` (`issuer_id`, `created_at`, `id`);
-- create index "delegation_delegate_id_created_at_id" to table: "delegations"
CREATE INDEX `delegation_delegate_id_created_at_id` ON `delegations` (`delegate_id`, `created_at`, `id`);
-- create "drafts" table
CREATE TABLE `drafts` (`id` text NOT NULL, `created_at` datetime NOT NULL, `content` json NOT NULL, `status` text NOT NULL DEFAULT ('WRITING'), `revision` integer NOT NULL DEFAULT (1), `changed_at` datetime NOT NULL, `submitted_at` datetime NULL, `submitted_by_id` text NULL, `reviewer_id` text NULL, `reviewed_at` datetime NULL, `review_note` text NULL, `micro_credential_id` text NOT NULL, `author_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `drafts_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `drafts_accounts_author` FOREIGN KEY (`author_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "draft_micro_credential_id" to table: "drafts"
CREATE UNIQUE INDEX `draft_micro_credential_id` ON `drafts` (`micro_credential_id`);
-- create "endorsements" table
CREATE TABLE `endorsements` (`id` text NOT NULL, `created_at` datetime NOT NULL, `comment` text NOT NULL, `language` text NOT NULL DEFAULT ('en'), `document` blob NOT NULL, `withdrawn_at` datetime NULL, `organization_id` text NOT NULL, `version_id` text NULL, `micro_credential_id` text NULL, `subject_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `endorsements_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `endorsements_micro_credential_versions_version` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE NO ACTION, CONSTRAINT `endorsements_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `endorsements_organizations_subject` FOREIGN KEY (`subject_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `endorsements_check` CHECK ((CASE WHEN version_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN subject_id IS NULL THEN 0 ELSE 1 END) = 1));
-- create index "endorsement_organization_id_created_at_id" to table: "endorsements"
CREATE INDEX `endorsement_organization_id_created_at_id` ON `endorsements` (`organization_id`, `created_at`, `id`);
-- create index "endorsement_micro_credential_id_created_at_id" to table: "endorsements"
CREATE INDEX `endorsement_micro_credential_id_created_at_id` ON `endorsements` (`micro_credential_id`, `created_at`, `id`) WHERE micro_credential_id IS NOT NULL;
-- create index "endorsement_subject_id_created_at_id" to table: "endorsements"
CREATE INDEX `endorsement_subject_id_created_at_id` ON `endorsements` (`subject_id`, `created_at`, `id`) WHERE subject_id IS NOT NULL;
-- create "enrollments" table
CREATE TABLE `enrollments` (`id` text NOT NULL, `created_at` datetime NOT NULL, `status` text NOT NULL DEFAULT ('ACTIVE'), `ended_at` datetime NULL, `earner_id` text NOT NULL, `micro_credential_id` text NOT NULL, `version_id` text NOT NULL, `issuer_id` text NOT NULL, `offering_id` text NULL, `cohort_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `enrollments_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `enrollments_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `enrollments_micro_credential_versions_version` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE NO ACTION, CONSTRAINT `enrollments_organizations_issuer` FOREIGN KEY (`issuer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `enrollments_offerings_offering` FOREIGN KEY (`offering_id`) REFERENCES `offerings` (`id`) ON DELETE NO ACTION, CONSTRAINT `enrollments_cohorts_cohort` FOREIGN KEY (`cohort_id`) REFERENCES `cohorts` (`id`) ON DELETE NO ACTION);
-- create index "enrollment_earner_id_micro_credential_id" to table: "enrollments"
CREATE UNIQUE INDEX `enrollment_earner_id_micro_credential_id` ON `enrollments` (`earner_id`, `micro_credential_id`) WHERE status = 'ACTIVE';
-- create index "enrollment_earner_id_created_at_id" to table: "enrollments"
CREATE INDEX `enrollment_earner_id_created_at_id` ON `enrollments` (`earner_id`, `created_at`, `id`);
-- create index "enrollment_issuer_id_created_at_id" to table: "enrollments"
CREATE INDEX `enrollment_issuer_id_created_at_id` ON `enrollments` (`issuer_id`, `created_at`, `id`);
-- create index "enrollment_micro_credential_id" to table: "enrollments"
CREATE INDEX `enrollment_micro_credential_id` ON `enrollments` (`micro_credential_id`);
-- create index "enrollment_offering_id" to table: "enrollments"
CREATE INDEX `enrollment_offering_id` ON `enrollments` (`offering_id`) WHERE offering_id IS NOT NULL;
-- create index "enrollment_cohort_id" to table: "enrollments"
CREATE INDEX `enrollment_cohort_id` ON `enrollments` (`cohort_id`) WHERE cohort_id IS NOT NULL;
-- create "evidence" table
CREATE TABLE `evidence` (`id` text NOT NULL, `created_at` datetime NOT NULL, `part` text NOT NULL, `kind` text NOT NULL, `content` blob NOT NULL, `blob` text NULL, `blob_key` blob NULL, `media_type` text NULL, `size` integer NULL, `sha256` text NULL, `scan` text NOT NULL DEFAULT ('NONE'), `since_attempt` integer NOT NULL, `until_attempt` integer NULL, `published_at` datetime NULL, `submission_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `evidence_submissions_evidence` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE CASCADE);
-- create index "evidence_submission_id" to table: "evidence"
CREATE INDEX `evidence_submission_id` ON `evidence` (`submission_id`);
-- create index "evidence_blob" to table: "evidence"
CREATE UNIQUE INDEX `evidence_blob` ON `evidence` (`blob`) WHERE blob IS NOT NULL;
-- create "holidays" table
CREATE TABLE `holidays` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `on` datetime NOT NULL, `name` text NULL, `organization_id` text NOT NULL, CONSTRAINT `holidays_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "holiday_organization_id_on" to table: "holidays"
CREATE UNIQUE INDEX `holiday_organization_id_on` ON `holidays` (`organization_id`, `on`);
-- create "offline_keys" table
CREATE TABLE `offline_keys` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `public` text NOT NULL, `retired_at` datetime NULL, `organization_id` text NOT NULL, `registered_by_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `offline_keys_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `offline_keys_accounts_registered_by` FOREIGN KEY (`registered_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "offlinekey_organization_id_public" to table: "offline_keys"
CREATE UNIQUE INDEX `offlinekey_organization_id_public` ON `offline_keys` (`organization_id`, `public`);
-- create index "offlinekey_organization_id_created_at_id" to table: "offline_keys"
CREATE INDEX `offlinekey_organization_id_created_at_id` ON `offline_keys` (`organization_id`, `created_at`, `id`);
-- create "pictures" table
CREATE TABLE `pictures` (`id` text NOT NULL, `created_at` datetime NOT NULL, `content` blob NOT NULL, `width` integer NOT NULL, `height` integer NOT NULL, `sha256` text NOT NULL, `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `pictures_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "picture_organization_id_sha256" to table: "pictures"
CREATE UNIQUE INDEX `picture_organization_id_sha256` ON `pictures` (`organization_id`, `sha256`);
-- create "protected_outcomes" table
CREATE TABLE `protected_outcomes` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `on` datetime NOT NULL, `detail` text NULL, `wage_cents` integer NULL, `wage_currency` text NULL, `weekly_hours` real NULL, `source` text NULL, `earner_id` text NOT NULL, `organization_id` text NULL, `program_id` text NULL, `recorded_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `protected_outcomes_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `protected_outcomes_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `protected_outcomes_organizations_program` FOREIGN KEY (`program_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `protected_outcomes_accounts_recorded_by` FOREIGN KEY (`recorded_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "protectedoutcome_earner_id_on_id" to table: "protected_outcomes"
CREATE INDEX `protectedoutcome_earner_id_on_id` ON `protected_outcomes` (`earner_id`, `on`, `id`);
-- create index "protectedoutcome_program_id_kind_on" to table: "protected_outcomes"
CREATE INDEX `protectedoutcome_program_id_kind_on` ON `protected_outcomes` (`program_id`, `kind`, `on`);
-- create index "protectedoutcome_organization_id" to table: "protected_outcomes"
CREATE INDEX `protectedoutcome_organization_id` ON `protected_outcomes` (`organization_id`);
-- create "protected_outcome_awards" table
CREATE TABLE `protected_outcome_awards` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `outcome_id` text NOT NULL, `award_id` text NOT NULL, CONSTRAINT `protected_outcome_awards_protected_outcomes_awards` FOREIGN KEY (`outcome_id`) REFERENCES `protected_outcomes` (`id`) ON DELETE CASCADE, CONSTRAINT `protected_outcome_awards_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION);
-- create index "protectedoutcomeaward_outcome_id_award_id" to table: "protected_outcome_awards"
CREATE UNIQUE INDEX `protectedoutcomeaward_outcome_id_award_id` ON `protected_outcome_awards` (`outcome_id`, `award_id`);
-- create index "protectedoutcomeaward_award_id" to table: "protected_outcome_awards"
CREATE INDEX `protectedoutcomeaward_award_id` ON `protected_outcome_awards` (`award_id`);
-- create "rosters" table
CREATE TABLE `rosters` (`id` text NOT NULL, `created_at` datetime NOT NULL, `sha256` text NOT NULL, `content` blob NOT NULL, `media_type` text NOT NULL, `organization_id` text NOT NULL, `offline_key_id` text NULL, `imported_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `rosters_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `rosters_offline_keys_offline_key` FOREIGN KEY (`offline_key_id`) REFERENCES `offline_keys` (`id`) ON DELETE NO ACTION, CONSTRAINT `rosters_accounts_imported_by` FOREIGN KEY (`imported_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "roster_organization_id_sha256" to table: "rosters"
CREATE UNIQUE INDEX `roster_organization_id_sha256` ON `rosters` (`organization_id`, `sha256`);
-- create index "roster_organization_id_created_at_id" to table: "rosters"
CREATE INDEX `roster_organization_id_created_at_id` ON `rosters` (`organization_id`, `created_at`, `id`);
-- create "roster_rows" table
CREATE TABLE `roster_rows` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` text NOT NULL, `line` integer NOT NULL, `key` text NOT NULL, `outcome` text NOT NULL, `code` text NULL, `roster_id` text NOT NULL, `award_id` text NULL, CONSTRAINT `roster_rows_rosters_rows` FOREIGN KEY (`roster_id`) REFERENCES `rosters` (`id`) ON DELETE CASCADE, CONSTRAINT `roster_rows_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION);
-- create index "rosterrow_roster_id_line" to table: "roster_rows"
CREATE UNIQUE INDEX `rosterrow_roster_id_line` ON `roster_rows` (`roster_id`, `line`);
-- create index "rosterrow_organization_id_key" to table: "roster_rows"
CREATE UNIQUE INDEX `rosterrow_organization_id_key` ON `roster_rows` (`organization_id`, `key`) WHERE outcome = 'CREATED';
-- create index "rosterrow_award_id" to table: "roster_rows"
CREATE INDEX `rosterrow_award_id` ON `roster_rows` (`award_id`) WHERE award_id IS NOT NULL;
-- create "saved_comments" table
CREATE TABLE `saved_comments` (`id` text NOT NULL, `created_at` datetime NOT NULL, `criterion` text NULL, `text` text NOT NULL, `account_id` text NOT NULL, `organization_id` text NOT NULL, `micro_credential_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `saved_comments_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_comments_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_comments_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION);
-- create index "savedcomment_account_id_organization_id_created_at_id" to table: "saved_comments"
CREATE INDEX `savedcomment_account_id_organization_id_created_at_id` ON `saved_comments` (`account_id`, `organization_id`, `created_at`, `id`);
-- create "stack_completions" table
CREATE TABLE `stack_completions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `stack_version_id` text NOT NULL, `completed_at` datetime NOT NULL, `state` text NOT NULL DEFAULT ('STANDS'), `changed_at` datetime NOT NULL, `earner_id` text NOT NULL, `stack_id` text NOT NULL, `award_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `stack_completions_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `stack_completions_stacks_stack` FOREIGN KEY (`stack_id`) REFERENCES `stacks` (`id`) ON DELETE NO ACTION, CONSTRAINT `stack_completions_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION);
-- create index "stackcompletion_earner_id_stack_id" to table: "stack_completions"
CREATE UNIQUE INDEX `stackcompletion_earner_id_stack_id` ON `stack_completions` (`earner_id`, `stack_id`);
-- create index "stackcompletion_stack_id" to table: "stack_completions"
CREATE INDEX `stackcompletion_stack_id` ON `stack_completions` (`stack_id`);
-- create index "stackcompletion_award_id" to table: "stack_completions"
CREATE INDEX `stackcompletion_award_id` ON `stack_completions` (`award_id`) WHERE award_id IS NOT NULL;
-- create "submissions" table
CREATE TABLE `submissions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `mode` text NOT NULL, `language` text NOT NULL DEFAULT ('en'), `state` text NOT NULL DEFAULT ('DRAFT'), `attempt` integer NOT NULL DEFAULT (1), `revision` integer NOT NULL DEFAULT (1), `submitted_at` datetime NULL, `due_at` datetime NOT NULL, `days_left` integer NULL, `escalated_at` datetime NULL, `decided_at` datetime NULL, `flagged` bool NOT NULL DEFAULT (false), `referee` bool NOT NULL DEFAULT (false), `earner_id` text NOT NULL, `enrollment_id` text NULL, `micro_credential_id` text NOT NULL, `version_id` text NOT NULL, `issuer_id` text NOT NULL, `organization_id` text NOT NULL, `observer_id` text NULL, `award_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `submissions_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_enrollments_enrollment` FOREIGN KEY (`enrollment_id`) REFERENCES `enrollments` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_micro_credential_versions_version` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_organizations_issuer` FOREIGN KEY (`issuer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_accounts_observer` FOREIGN KEY (`observer_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `submissions_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION);
-- create index "submission_earner_id_micro_credential_id" to table: "submissions"
CREATE UNIQUE INDEX `submission_earner_id_micro_credential_id` ON `submissions` (`earner_id`, `micro_credential_id`) WHERE state IN ('DRAFT', 'SUBMITTED', 'CLAIMED', 'RETURNED');
-- create index "submission_organization_id_due_at_id" to table: "submissions"
CREATE INDEX `submission_organization_id_due_at_id` ON `submissions` (`organization_id`, `due_at`, `id`) WHERE state IN ('SUBMITTED', 'CLAIMED');
-- create index "submission_organization_id_language_due_at_id" to table: "submissions"
CREATE INDEX `submission_organization_id_language_due_at_id` ON `submissions` (`organization_id`, `language`, `due_at`, `id`) WHERE state IN ('SUBMITTED', 'CLAIMED');
-- create index "submission_organization_id_state_due_at_id" to table: "submissions"
CREATE INDEX `submission_organization_id_state_due_at_id` ON `submissions` (`organization_id`, `state`, `due_at`, `id`);
-- create index "submission_earner_id_created_at_id" to table: "submissions"
CREATE INDEX `submission_earner_id_created_at_id` ON `submissions` (`earner_id`, `created_at`, `id`);
-- create index "submission_micro_credential_id_state" to table: "submissions"
CREATE INDEX `submission_micro_credential_id_state` ON `submissions` (`micro_credential_id`, `state`);
-- create index "submission_issuer_id_state_due_at_id" to table: "submissions"
CREATE INDEX `submission_issuer_id_state_due_at_id` ON `submissions` (`issuer_id`, `state`, `due_at`, `id`);
-- create index "submission_award_id" to table: "submissions"
CREATE UNIQUE INDEX `submission_award_id` ON `submissions` (`award_id`) WHERE award_id IS NOT NULL;
-- create index "submission_enrollment_id" to table: "submissions"
CREATE INDEX `submission_enrollment_id` ON `submissions` (`enrollment_id`) WHERE enrollment_id IS NOT NULL;
-- create "submission_attempts" table
CREATE TABLE `submission_attempts` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `number` integer NOT NULL, `submitted_at` datetime NOT NULL, `decided_at` datetime NULL, `decision` text NULL, `feedback` blob NULL, `submission_id` text NOT NULL, CONSTRAINT `submission_attempts_submissions_attempts` FOREIGN KEY (`submission_id`) REFERENCES `submissions` (`id`) ON DELETE CASCADE);
-- create index "submissionattempt_submission_id_number" to table: "submission_attempts"
CREATE UNIQUE INDEX `submissionattempt_submission_id_number` ON `submission_attempts` (`submission_id`, `number`);
-- create "unclaimed_awards" table
CREATE TABLE `unclaimed_awards` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `content` blob NOT NULL, `award_id` text NOT NULL, CONSTRAINT `unclaimed_awards_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION);
-- create index "unclaimedaward_award_id" to table: "unclaimed_awards"
CREATE UNIQUE INDEX `unclaimedaward_award_id` ON `unclaimed_awards` (`award_id`);
-- create "version_alignments" table
CREATE TABLE `version_alignments` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `position` integer NOT NULL, `kind` text NOT NULL, `name` text NOT NULL, `url` text NOT NULL, `framework` text NULL, `code` text NULL, `description` text NULL, `version_id` text NOT NULL, CONSTRAINT `version_alignments_micro_credential_versions_alignments` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE CASCADE);
-- create index "versionalignment_version_id_position" to table: "version_alignments"
CREATE UNIQUE INDEX `versionalignment_version_id_position` ON `version_alignments` (`version_id`, `position`);
-- create "version_prerequisites" table
CREATE TABLE `version_prerequisites` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `advised` bool NOT NULL DEFAULT (false), `version_id` text NOT NULL, `micro_credential_id` text NOT NULL, CONSTRAINT `version_prerequisites_micro_credential_versions_prerequisites` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE CASCADE, CONSTRAINT `version_prerequisites_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION);
-- create index "versionprerequisite_version_id_micro_credential_id" to table: "version_prerequisites"
CREATE UNIQUE INDEX `versionprerequisite_version_id_micro_credential_id` ON `version_prerequisites` (`version_id`, `micro_credential_id`);
-- create index "versionprerequisite_micro_credential_id" to table: "version_prerequisites"
CREATE INDEX `versionprerequisite_micro_credential_id` ON `version_prerequisites` (`micro_credential_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
-- what recognitions for hiring, pay and rank are called now
UPDATE recognitions SET kind = 'HIRING', hiring = 'PREFERRED' WHERE kind = 'HIRE';
UPDATE recognitions SET kind = 'HIRING', hiring = 'INTERVIEW_GUARANTEED' WHERE kind = 'INTERVIEW';
UPDATE recognitions SET kind = 'WAGE_STEP' WHERE kind = 'PAY';
UPDATE recognitions SET kind = 'RANK_CHANGE' WHERE kind = 'RANK';
