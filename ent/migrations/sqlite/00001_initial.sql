-- +goose Up
-- create "accounts" table
CREATE TABLE `accounts` (`id` text NOT NULL, `created_at` datetime NOT NULL, `display_name` text NOT NULL, `locale` text NOT NULL DEFAULT ('en'), `demo_role` text NULL, `erased_at` datetime NULL, PRIMARY KEY (`id`));
-- create index "account_demo_role" to table: "accounts"
CREATE INDEX `account_demo_role` ON `accounts` (`demo_role`);
-- create "addresses" table
CREATE TABLE `addresses` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `value` text NOT NULL, `verified_at` datetime NULL, `account_id` text NOT NULL, CONSTRAINT `addresses_accounts_addresses` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE);
-- create index "address_kind_value" to table: "addresses"
CREATE UNIQUE INDEX `address_kind_value` ON `addresses` (`kind`, `value`);
-- create index "address_account_id" to table: "addresses"
CREATE INDEX `address_account_id` ON `addresses` (`account_id`);
-- create "audit_entries" table
CREATE TABLE `audit_entries` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `at` datetime NOT NULL, `actor` text NOT NULL, `acting` text NULL, `action` text NOT NULL, `kind` text NOT NULL, `subject` text NOT NULL);
-- create index "auditentry_kind_subject_id" to table: "audit_entries"
CREATE INDEX `auditentry_kind_subject_id` ON `audit_entries` (`kind`, `subject`, `id`);
-- create index "auditentry_actor_id" to table: "audit_entries"
CREATE INDEX `auditentry_actor_id` ON `audit_entries` (`actor`, `id`);
-- create "awards" table
CREATE TABLE `awards` (`id` text NOT NULL, `created_at` datetime NOT NULL, `source` text NOT NULL, `status` text NOT NULL DEFAULT ('ACTIVE'), `verification` text NOT NULL, `verified_at` datetime NULL, `earned_at` datetime NOT NULL, `expires_at` datetime NULL, `revoked_at` datetime NULL, `revoked_reason` text NULL, `claim_code_hash` text NULL, `shown` bool NOT NULL DEFAULT (true), `own_pairs` bool NOT NULL DEFAULT (false), `version_id` text NOT NULL, `micro_credential_id` text NOT NULL, `issuer_id` text NOT NULL, `earner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `awards_micro_credential_versions_version` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_organizations_issuer` FOREIGN KEY (`issuer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `awards_earners_awards` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- create index "award_earner_id_earned_at_id" to table: "awards"
CREATE INDEX `award_earner_id_earned_at_id` ON `awards` (`earner_id`, `earned_at`, `id`);
-- create index "award_issuer_id_earned_at_id" to table: "awards"
CREATE INDEX `award_issuer_id_earned_at_id` ON `awards` (`issuer_id`, `earned_at`, `id`);
-- create index "award_version_id" to table: "awards"
CREATE INDEX `award_version_id` ON `awards` (`version_id`);
-- create index "award_expires_at" to table: "awards"
CREATE INDEX `award_expires_at` ON `awards` (`expires_at`) WHERE expires_at IS NOT NULL;
-- create index "award_claim_code_hash" to table: "awards"
CREATE UNIQUE INDEX `award_claim_code_hash` ON `awards` (`claim_code_hash`) WHERE claim_code_hash IS NOT NULL;
-- create "award_pairs" table
CREATE TABLE `award_pairs` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `level` integer NOT NULL DEFAULT (0), `award_id` text NOT NULL, `skill_id` text NOT NULL, CONSTRAINT `award_pairs_awards_pairs` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE CASCADE, CONSTRAINT `award_pairs_skills_skill` FOREIGN KEY (`skill_id`) REFERENCES `skills` (`id`) ON DELETE NO ACTION);
-- create index "awardpair_award_id_skill_id" to table: "award_pairs"
CREATE UNIQUE INDEX `awardpair_award_id_skill_id` ON `award_pairs` (`award_id`, `skill_id`);
-- create index "awardpair_skill_id" to table: "award_pairs"
CREATE INDEX `awardpair_skill_id` ON `award_pairs` (`skill_id`);
-- create "blocks" table
CREATE TABLE `blocks` (`id` text NOT NULL, `created_at` datetime NOT NULL, `organization_id` text NOT NULL, `earner_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `blocks_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `blocks_earners_blocks` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE CASCADE);
-- create index "block_earner_id_organization_id" to table: "blocks"
CREATE UNIQUE INDEX `block_earner_id_organization_id` ON `blocks` (`earner_id`, `organization_id`);
-- create index "block_organization_id" to table: "blocks"
CREATE INDEX `block_organization_id` ON `blocks` (`organization_id`);
-- create "changes" table
CREATE TABLE `changes` (`seq` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `subject` text NOT NULL, `at` datetime NOT NULL);
-- create index "change_at" to table: "changes"
CREATE INDEX `change_at` ON `changes` (`at`);
-- create "earners" table
CREATE TABLE `earners` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `language` text NOT NULL DEFAULT ('en'), `place_precision` text NOT NULL DEFAULT ('COUNTY'), `remote` bool NOT NULL DEFAULT (false), `visibility` text NOT NULL DEFAULT ('HIDDEN'), `reach` text NOT NULL DEFAULT ('EVERYONE'), `guardian_until` datetime NULL, `show_non_counting` bool NOT NULL DEFAULT (false), `claim_code_hash` text NULL, `paper_consent_at` datetime NULL, `erased_at` datetime NULL, `account_id` text NULL, `opened_by_id` text NULL, `place_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `earners_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `earners_accounts_opened_by` FOREIGN KEY (`opened_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `earners_places_place` FOREIGN KEY (`place_id`) REFERENCES `places` (`id`) ON DELETE NO ACTION);
-- create index "earners_claim_code_hash_key" to table: "earners"
CREATE UNIQUE INDEX `earners_claim_code_hash_key` ON `earners` (`claim_code_hash`);
-- create index "earner_created_at_id" to table: "earners"
CREATE INDEX `earner_created_at_id` ON `earners` (`created_at`, `id`);
-- create index "earner_place_id" to table: "earners"
CREATE INDEX `earner_place_id` ON `earners` (`place_id`);
-- create index "earner_guardian_until" to table: "earners"
CREATE INDEX `earner_guardian_until` ON `earners` (`guardian_until`) WHERE guardian_until IS NOT NULL;
-- create index "earner_account_id" to table: "earners"
CREATE UNIQUE INDEX `earner_account_id` ON `earners` (`account_id`) WHERE account_id IS NOT NULL;
-- create "earner_conditions" table
CREATE TABLE `earner_conditions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `amount` text NULL, `unit` text NULL, `value` text NULL, `earner_id` text NOT NULL, CONSTRAINT `earner_conditions_earners_conditions` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE CASCADE);
-- create index "earnercondition_earner_id" to table: "earner_conditions"
CREATE INDEX `earnercondition_earner_id` ON `earner_conditions` (`earner_id`);
-- create "feed_state" table
CREATE TABLE `feed_state` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `epoch` text NOT NULL, `pruned` integer NOT NULL DEFAULT (0), `due_at` datetime NOT NULL, CONSTRAINT `feed_state_check` CHECK (id = 1));
-- create "frameworks" table
CREATE TABLE `frameworks` (`id` text NOT NULL, `created_at` datetime NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `publisher` text NOT NULL, `version` text NULL, `url` text NULL, `license` text NULL, `attribution` text NULL, PRIMARY KEY (`id`));
-- create index "frameworks_code_key" to table: "frameworks"
CREATE UNIQUE INDEX `frameworks_code_key` ON `frameworks` (`code`);
-- create index "framework_name_id" to table: "frameworks"
CREATE INDEX `framework_name_id` ON `frameworks` (`name`, `id`);
-- create "grants" table
CREATE TABLE `grants` (`id` text NOT NULL, `created_at` datetime NOT NULL, `organization_kind` text NULL, `purpose` text NOT NULL, `fields` json NULL, `until` datetime NULL, `withdrawn_at` datetime NULL, `earner_id` text NOT NULL, `organization_id` text NULL, `account_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `grants_earners_grants` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE CASCADE, CONSTRAINT `grants_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `grants_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `grants_check` CHECK ((CASE WHEN organization_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organization_kind IS NULL THEN 0 ELSE 1 END) + (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) = 1));
-- create index "grant_earner_id" to table: "grants"
CREATE INDEX `grant_earner_id` ON `grants` (`earner_id`);
-- create index "grant_organization_id_purpose_earner_id" to table: "grants"
CREATE INDEX `grant_organization_id_purpose_earner_id` ON `grants` (`organization_id`, `purpose`, `earner_id`);
-- create index "grant_account_id_purpose_earner_id" to table: "grants"
CREATE INDEX `grant_account_id_purpose_earner_id` ON `grants` (`account_id`, `purpose`, `earner_id`);
-- create index "grant_until" to table: "grants"
CREATE INDEX `grant_until` ON `grants` (`until`) WHERE until IS NOT NULL;
-- create "idempotency" table
CREATE TABLE `idempotency` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `viewer` text NOT NULL, `mutation` text NOT NULL, `key` text NOT NULL, `input_hash` text NOT NULL, `result` text NOT NULL, `at` datetime NOT NULL);
-- create index "idempotency_viewer_mutation_key" to table: "idempotency"
CREATE UNIQUE INDEX `idempotency_viewer_mutation_key` ON `idempotency` (`viewer`, `mutation`, `key`);
-- create index "idempotency_at" to table: "idempotency"
CREATE INDEX `idempotency_at` ON `idempotency` (`at`);
-- create "identities" table
CREATE TABLE `identities` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `issuer` text NOT NULL, `subject` text NOT NULL, `account_id` text NOT NULL, CONSTRAINT `identities_accounts_identities` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE);
-- create index "identity_issuer_subject" to table: "identities"
CREATE UNIQUE INDEX `identity_issuer_subject` ON `identities` (`issuer`, `subject`);
-- create index "identity_account_id" to table: "identities"
CREATE INDEX `identity_account_id` ON `identities` (`account_id`);
-- create "import_originals" table
CREATE TABLE `import_originals` (`id` text NOT NULL, `created_at` datetime NOT NULL, `content` blob NOT NULL, `media_type` text NOT NULL, `sha256` text NOT NULL, `file_name` text NULL, `award_id` text NULL, `earner_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `import_originals_awards_award` FOREIGN KEY (`award_id`) REFERENCES `awards` (`id`) ON DELETE NO ACTION, CONSTRAINT `import_originals_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- create index "importoriginal_sha256" to table: "import_originals"
CREATE INDEX `importoriginal_sha256` ON `import_originals` (`sha256`);
-- create index "importoriginal_award_id" to table: "import_originals"
CREATE INDEX `importoriginal_award_id` ON `import_originals` (`award_id`);
-- create index "importoriginal_earner_id" to table: "import_originals"
CREATE INDEX `importoriginal_earner_id` ON `import_originals` (`earner_id`);
-- create "memberships" table
CREATE TABLE `memberships` (`id` text NOT NULL, `created_at` datetime NOT NULL, `role` text NOT NULL, `account_id` text NOT NULL, `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `memberships_accounts_memberships` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE, CONSTRAINT `memberships_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "membership_account_id_organization_id_role" to table: "memberships"
CREATE UNIQUE INDEX `membership_account_id_organization_id_role` ON `memberships` (`account_id`, `organization_id`, `role`);
-- create index "membership_organization_id" to table: "memberships"
CREATE INDEX `membership_organization_id` ON `memberships` (`organization_id`);
-- create "micro_credentials" table
CREATE TABLE `micro_credentials` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `name` text NOT NULL, `uri` text NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `current_version_id` text NULL, `developer_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `micro_credentials_organizations_developer` FOREIGN KEY (`developer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "micro_credentials_uri_key" to table: "micro_credentials"
CREATE UNIQUE INDEX `micro_credentials_uri_key` ON `micro_credentials` (`uri`);
-- create index "microcredential_name_id" to table: "micro_credentials"
CREATE INDEX `microcredential_name_id` ON `micro_credentials` (`name`, `id`);
-- create index "microcredential_current_version_id" to table: "micro_credentials"
CREATE INDEX `microcredential_current_version_id` ON `micro_credentials` (`current_version_id`);
-- create "micro_credential_versions" table
CREATE TABLE `micro_credential_versions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `number` integer NOT NULL, `title` json NULL, `description` json NULL, `holder_can` json NULL, `criteria` json NULL, `effort_minutes` integer NULL, `languages` json NOT NULL, `delivery` json NOT NULL, `validity_months` integer NULL, `price_cents` integer NULL, `price_currency` text NULL, `published_at` datetime NOT NULL, `micro_credential_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `micro_credential_versions_micro_credentials_versions` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION);
-- create index "microcredentialversion_micro_credential_id_number" to table: "micro_credential_versions"
CREATE UNIQUE INDEX `microcredentialversion_micro_credential_id_number` ON `micro_credential_versions` (`micro_credential_id`, `number`);
-- create "offerings" table
CREATE TABLE `offerings` (`id` text NOT NULL, `created_at` datetime NOT NULL, `delivery` text NOT NULL, `language` text NOT NULL DEFAULT ('en'), `starts_on` datetime NULL, `ends_on` datetime NULL, `schedule` json NULL, `seats` integer NULL, `price_cents` integer NULL, `price_currency` text NULL, `funding` json NULL, `url` text NULL, `micro_credential_id` text NOT NULL, `provider_id` text NOT NULL, `place_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `offerings_micro_credentials_offerings` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE CASCADE, CONSTRAINT `offerings_organizations_provider` FOREIGN KEY (`provider_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `offerings_places_place` FOREIGN KEY (`place_id`) REFERENCES `places` (`id`) ON DELETE NO ACTION);
-- create index "offering_micro_credential_id" to table: "offerings"
CREATE INDEX `offering_micro_credential_id` ON `offerings` (`micro_credential_id`);
-- create index "offering_provider_id" to table: "offerings"
CREATE INDEX `offering_provider_id` ON `offerings` (`provider_id`);
-- create "organizations" table
CREATE TABLE `organizations` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `kinds` json NOT NULL, `description` json NULL, `homepage` text NULL, `time_zone` text NOT NULL DEFAULT ('America/New_York'), `vouched_at` datetime NULL, `place_id` text NULL, `vouched_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `organizations_places_place` FOREIGN KEY (`place_id`) REFERENCES `places` (`id`) ON DELETE NO ACTION, CONSTRAINT `organizations_organizations_vouches_for` FOREIGN KEY (`vouched_by_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "organization_name_id" to table: "organizations"
CREATE INDEX `organization_name_id` ON `organizations` (`name`, `id`);
-- create "pathways" table
CREATE TABLE `pathways` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `title` json NULL, `description` json NULL, `goal` text NOT NULL, `occupation_code` text NULL, `occupation_title` text NULL, `owner_id` text NOT NULL, `destination_id` text NULL, `goal_stack_id` text NULL, `goal_posting_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `pathways_organizations_owner` FOREIGN KEY (`owner_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `pathways_micro_credentials_destination` FOREIGN KEY (`destination_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `pathways_stacks_goal_stack` FOREIGN KEY (`goal_stack_id`) REFERENCES `stacks` (`id`) ON DELETE NO ACTION, CONSTRAINT `pathways_postings_goal_posting` FOREIGN KEY (`goal_posting_id`) REFERENCES `postings` (`id`) ON DELETE NO ACTION);
-- create index "pathway_name_id" to table: "pathways"
CREATE INDEX `pathway_name_id` ON `pathways` (`name`, `id`);
-- create "pathway_steps" table
CREATE TABLE `pathway_steps` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `position` integer NOT NULL, `optional` bool NOT NULL DEFAULT (false), `note` json NULL, `pathway_id` text NOT NULL, `micro_credential_id` text NULL, `stack_id` text NULL, CONSTRAINT `pathway_steps_pathways_steps` FOREIGN KEY (`pathway_id`) REFERENCES `pathways` (`id`) ON DELETE CASCADE, CONSTRAINT `pathway_steps_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `pathway_steps_stacks_stack` FOREIGN KEY (`stack_id`) REFERENCES `stacks` (`id`) ON DELETE NO ACTION, CONSTRAINT `pathway_steps_check` CHECK ((CASE WHEN micro_credential_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN stack_id IS NULL THEN 0 ELSE 1 END) = 1));
-- create index "pathwaystep_pathway_id_position" to table: "pathway_steps"
CREATE UNIQUE INDEX `pathwaystep_pathway_id_position` ON `pathway_steps` (`pathway_id`, `position`);
-- create index "pathwaystep_micro_credential_id" to table: "pathway_steps"
CREATE INDEX `pathwaystep_micro_credential_id` ON `pathway_steps` (`micro_credential_id`);
-- create index "pathwaystep_stack_id" to table: "pathway_steps"
CREATE INDEX `pathwaystep_stack_id` ON `pathway_steps` (`stack_id`);
-- create "places" table
CREATE TABLE `places` (`id` text NOT NULL, `kind` text NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `state` text NOT NULL, `fips` text NULL, `rucc` integer NULL, `latitude` real NOT NULL, `longitude` real NOT NULL, `parent_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `places_places_parts` FOREIGN KEY (`parent_id`) REFERENCES `places` (`id`) ON DELETE NO ACTION);
-- create index "place_kind_code" to table: "places"
CREATE UNIQUE INDEX `place_kind_code` ON `places` (`kind`, `code`);
-- create index "place_name_id" to table: "places"
CREATE INDEX `place_name_id` ON `places` (`name`, `id`);
-- create index "place_parent_id" to table: "places"
CREATE INDEX `place_parent_id` ON `places` (`parent_id`);
-- create "postings" table
CREATE TABLE `postings` (`id` text NOT NULL, `created_at` datetime NOT NULL, `title` text NOT NULL, `description` text NOT NULL, `language` text NOT NULL DEFAULT ('en'), `status` text NOT NULL DEFAULT ('OPEN'), `revision` integer NOT NULL DEFAULT (1), `occupation_code` text NULL, `occupation_title` text NULL, `remote` bool NOT NULL DEFAULT (false), `needed_on` datetime NULL, `opened_at` datetime NOT NULL, `closed_at` datetime NULL, `updated_at` datetime NOT NULL, `employer_id` text NOT NULL, `created_by_id` text NULL, `place_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `postings_organizations_employer` FOREIGN KEY (`employer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `postings_accounts_created_by` FOREIGN KEY (`created_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `postings_places_place` FOREIGN KEY (`place_id`) REFERENCES `places` (`id`) ON DELETE NO ACTION);
-- create index "posting_status_opened_at_id" to table: "postings"
CREATE INDEX `posting_status_opened_at_id` ON `postings` (`status`, `opened_at`, `id`);
-- create index "posting_employer_id_opened_at_id" to table: "postings"
CREATE INDEX `posting_employer_id_opened_at_id` ON `postings` (`employer_id`, `opened_at`, `id`);
-- create index "posting_opened_at_id" to table: "postings"
CREATE INDEX `posting_opened_at_id` ON `postings` (`opened_at`, `id`);
-- create "posting_conditions" table
CREATE TABLE `posting_conditions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `position` integer NOT NULL, `kind` text NOT NULL, `text` text NOT NULL, `minimum` text NULL, `maximum` text NULL, `unit` text NULL, `legal_rule` text NULL, `legal_url` text NULL, `posting_id` text NOT NULL, CONSTRAINT `posting_conditions_postings_conditions` FOREIGN KEY (`posting_id`) REFERENCES `postings` (`id`) ON DELETE CASCADE);
-- create index "postingcondition_posting_id_position" to table: "posting_conditions"
CREATE UNIQUE INDEX `postingcondition_posting_id_position` ON `posting_conditions` (`posting_id`, `position`);
-- create "protected_attributes" table
CREATE TABLE `protected_attributes` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `research_id` text NULL, `birth_year` integer NULL, `gender` text NULL, `ethnicity_race` text NULL, `primary_language` text NULL, `pell_eligible` bool NULL, `first_generation` bool NULL, `disability` bool NULL, `public_assistance` bool NULL, `low_income` bool NULL, `english_learner` bool NULL, `source` text NULL, `recorded_at` datetime NOT NULL, `earner_id` text NOT NULL, CONSTRAINT `protected_attributes_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- create index "protected_attributes_research_id_key" to table: "protected_attributes"
CREATE UNIQUE INDEX `protected_attributes_research_id_key` ON `protected_attributes` (`research_id`);
-- create index "protectedattributes_earner_id" to table: "protected_attributes"
CREATE UNIQUE INDEX `protectedattributes_earner_id` ON `protected_attributes` (`earner_id`);
-- create "protected_enrollments" table
CREATE TABLE `protected_enrollments` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `status` text NULL, `enrolled_on` datetime NULL, `attempted` integer NULL, `completed` integer NULL, `baseline_on` datetime NULL, `baseline_source` text NULL, `wage_cents` integer NULL, `wage_currency` text NULL, `weekly_hours` real NULL, `benefits` json NULL, `employed` bool NULL, `assisted` bool NULL, `earner_id` text NOT NULL, `organization_id` text NOT NULL, `micro_credential_id` text NULL, CONSTRAINT `protected_enrollments_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `protected_enrollments_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `protected_enrollments_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION);
-- create index "protectedenrollment_earner_id" to table: "protected_enrollments"
CREATE INDEX `protectedenrollment_earner_id` ON `protected_enrollments` (`earner_id`);
-- create index "protectedenrollment_organization_id" to table: "protected_enrollments"
CREATE INDEX `protectedenrollment_organization_id` ON `protected_enrollments` (`organization_id`);
-- create "recognitions" table
CREATE TABLE `recognitions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `amount` text NULL, `unit` text NULL, `scope` json NULL, `condition` json NULL, `status` text NOT NULL, `valid_from` datetime NULL, `valid_until` datetime NULL, `source` text NULL, `organization_id` text NOT NULL, `micro_credential_id` text NULL, `stack_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `recognitions_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_stacks_stack` FOREIGN KEY (`stack_id`) REFERENCES `stacks` (`id`) ON DELETE NO ACTION, CONSTRAINT `recognitions_check` CHECK ((CASE WHEN micro_credential_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN stack_id IS NULL THEN 0 ELSE 1 END) = 1));
-- create index "recognition_organization_id_created_at_id" to table: "recognitions"
CREATE INDEX `recognition_organization_id_created_at_id` ON `recognitions` (`organization_id`, `created_at`, `id`);
-- create index "recognition_micro_credential_id" to table: "recognitions"
CREATE INDEX `recognition_micro_credential_id` ON `recognitions` (`micro_credential_id`);
-- create index "recognition_stack_id" to table: "recognitions"
CREATE INDEX `recognition_stack_id` ON `recognitions` (`stack_id`);
-- create index "recognition_created_at_id" to table: "recognitions"
CREATE INDEX `recognition_created_at_id` ON `recognitions` (`created_at`, `id`);
-- create "requirements" table
CREATE TABLE `requirements` (`id` text NOT NULL, `position` integer NOT NULL, `importance` text NOT NULL, `weight` integer NOT NULL DEFAULT (10), `level` integer NOT NULL DEFAULT (0), `legal_rule` text NULL, `legal_url` text NULL, `posting_id` text NOT NULL, `skill_id` text NULL, `stack_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `requirements_postings_requirements` FOREIGN KEY (`posting_id`) REFERENCES `postings` (`id`) ON DELETE CASCADE, CONSTRAINT `requirements_skills_skill` FOREIGN KEY (`skill_id`) REFERENCES `skills` (`id`) ON DELETE NO ACTION, CONSTRAINT `requirements_stacks_stack` FOREIGN KEY (`stack_id`) REFERENCES `stacks` (`id`) ON DELETE NO ACTION, CONSTRAINT `requirements_check` CHECK ((CASE WHEN skill_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN stack_id IS NULL THEN 0 ELSE 1 END) <= 1));
-- create index "requirement_posting_id_position" to table: "requirements"
CREATE UNIQUE INDEX `requirement_posting_id_position` ON `requirements` (`posting_id`, `position`);
-- create index "requirement_posting_id_skill_id" to table: "requirements"
CREATE UNIQUE INDEX `requirement_posting_id_skill_id` ON `requirements` (`posting_id`, `skill_id`);
-- create index "requirement_skill_id" to table: "requirements"
CREATE INDEX `requirement_skill_id` ON `requirements` (`skill_id`);
-- create index "requirement_stack_id" to table: "requirements"
CREATE INDEX `requirement_stack_id` ON `requirements` (`stack_id`);
-- create "skills" table
CREATE TABLE `skills` (`id` text NOT NULL, `created_at` datetime NOT NULL, `uri` text NOT NULL, `name` text NOT NULL, `description` json NULL, `type` text NULL, `status` text NOT NULL DEFAULT ('ACTIVE'), `framework_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `skills_frameworks_framework` FOREIGN KEY (`framework_id`) REFERENCES `frameworks` (`id`) ON DELETE NO ACTION);
-- create index "skill_framework_id_uri" to table: "skills"
CREATE UNIQUE INDEX `skill_framework_id_uri` ON `skills` (`framework_id`, `uri`);
-- create index "skill_framework_id_name_id" to table: "skills"
CREATE INDEX `skill_framework_id_name_id` ON `skills` (`framework_id`, `name`, `id`);
-- create index "skill_name_id" to table: "skills"
CREATE INDEX `skill_name_id` ON `skills` (`name`, `id`);
-- create index "skill_uri" to table: "skills"
CREATE INDEX `skill_uri` ON `skills` (`uri`);
-- create "skill_labels" table
CREATE TABLE `skill_labels` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `language` text NOT NULL, `kind` text NOT NULL, `text` text NOT NULL, `skill_id` text NOT NULL, CONSTRAINT `skill_labels_skills_labels` FOREIGN KEY (`skill_id`) REFERENCES `skills` (`id`) ON DELETE CASCADE);
-- create index "skilllabel_skill_id_language_kind_text" to table: "skill_labels"
CREATE UNIQUE INDEX `skilllabel_skill_id_language_kind_text` ON `skill_labels` (`skill_id`, `language`, `kind`, `text`);
-- create "skill_relations" table
CREATE TABLE `skill_relations` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `from_id` text NOT NULL, `to_id` text NOT NULL, `approved_by_id` text NULL, CONSTRAINT `skill_relations_skills_from` FOREIGN KEY (`from_id`) REFERENCES `skills` (`id`) ON DELETE CASCADE, CONSTRAINT `skill_relations_skills_to` FOREIGN KEY (`to_id`) REFERENCES `skills` (`id`) ON DELETE CASCADE, CONSTRAINT `skill_relations_accounts_approved_by` FOREIGN KEY (`approved_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "skillrelation_from_id_to_id_kind" to table: "skill_relations"
CREATE UNIQUE INDEX `skillrelation_from_id_to_id_kind` ON `skill_relations` (`from_id`, `to_id`, `kind`);
-- create index "skillrelation_to_id" to table: "skill_relations"
CREATE INDEX `skillrelation_to_id` ON `skill_relations` (`to_id`);
-- create "stacks" table
CREATE TABLE `stacks` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `status` text NOT NULL DEFAULT ('DRAFT'), `current_version_id` text NULL, `owner_id` text NOT NULL, `certifies_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `stacks_organizations_owner` FOREIGN KEY (`owner_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `stacks_micro_credentials_certifies` FOREIGN KEY (`certifies_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION);
-- create index "stack_name_id" to table: "stacks"
CREATE INDEX `stack_name_id` ON `stacks` (`name`, `id`);
-- create index "stack_current_version_id" to table: "stacks"
CREATE INDEX `stack_current_version_id` ON `stacks` (`current_version_id`);
-- create "stack_parts" table
CREATE TABLE `stack_parts` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `micro_credential_id` text NOT NULL, `stack_version_id` text NOT NULL, CONSTRAINT `stack_parts_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `stack_parts_stack_versions_parts` FOREIGN KEY (`stack_version_id`) REFERENCES `stack_versions` (`id`) ON DELETE CASCADE);
-- create index "stackpart_stack_version_id_micro_credential_id" to table: "stack_parts"
CREATE UNIQUE INDEX `stackpart_stack_version_id_micro_credential_id` ON `stack_parts` (`stack_version_id`, `micro_credential_id`);
-- create index "stackpart_micro_credential_id" to table: "stack_parts"
CREATE INDEX `stackpart_micro_credential_id` ON `stack_parts` (`micro_credential_id`);
-- create "stack_versions" table
CREATE TABLE `stack_versions` (`id` text NOT NULL, `created_at` datetime NOT NULL, `number` integer NOT NULL, `title` json NULL, `description` json NULL, `rule` json NOT NULL, `published_at` datetime NOT NULL, `stack_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `stack_versions_stacks_versions` FOREIGN KEY (`stack_id`) REFERENCES `stacks` (`id`) ON DELETE NO ACTION);
-- create index "stackversion_stack_id_number" to table: "stack_versions"
CREATE UNIQUE INDEX `stackversion_stack_id_number` ON `stack_versions` (`stack_id`, `number`);
-- create "version_competencies" table
CREATE TABLE `version_competencies` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `level` integer NOT NULL DEFAULT (0), `version_id` text NOT NULL, `skill_id` text NOT NULL, CONSTRAINT `version_competencies_micro_credential_versions_competencies` FOREIGN KEY (`version_id`) REFERENCES `micro_credential_versions` (`id`) ON DELETE CASCADE, CONSTRAINT `version_competencies_skills_skill` FOREIGN KEY (`skill_id`) REFERENCES `skills` (`id`) ON DELETE NO ACTION);
-- create index "versioncompetency_version_id_skill_id" to table: "version_competencies"
CREATE UNIQUE INDEX `versioncompetency_version_id_skill_id` ON `version_competencies` (`version_id`, `skill_id`);
-- create index "versioncompetency_skill_id" to table: "version_competencies"
CREATE INDEX `versioncompetency_skill_id` ON `version_competencies` (`skill_id`);
-- create "micro_credential_issuers" table
CREATE TABLE `micro_credential_issuers` (`micro_credential_id` text NOT NULL, `organization_id` text NOT NULL, PRIMARY KEY (`micro_credential_id`, `organization_id`), CONSTRAINT `micro_credential_issuers_micro_credential_id` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE CASCADE, CONSTRAINT `micro_credential_issuers_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE CASCADE);
-- create "requirement_credentials" table
CREATE TABLE `requirement_credentials` (`requirement_id` text NOT NULL, `micro_credential_id` text NOT NULL, PRIMARY KEY (`requirement_id`, `micro_credential_id`), CONSTRAINT `requirement_credentials_requirement_id` FOREIGN KEY (`requirement_id`) REFERENCES `requirements` (`id`) ON DELETE CASCADE, CONSTRAINT `requirement_credentials_micro_credential_id` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE CASCADE);
