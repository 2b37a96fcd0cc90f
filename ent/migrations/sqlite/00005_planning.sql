-- +goose Up
-- add column "learner_cents" to table: "offerings"
ALTER TABLE `offerings` ADD COLUMN `learner_cents` integer NULL;
-- add column "effort_minutes" to table: "offerings"
ALTER TABLE `offerings` ADD COLUMN `effort_minutes` integer NULL;
-- add column "modules" to table: "offerings"
ALTER TABLE `offerings` ADD COLUMN `modules` integer NULL;
-- add column "download_kib" to table: "offerings"
ALTER TABLE `offerings` ADD COLUMN `download_kib` integer NULL;
-- add column "prior_minutes" to table: "micro_credential_versions"
ALTER TABLE `micro_credential_versions` ADD COLUMN `prior_minutes` integer NULL;
-- create "case_groups" table
CREATE TABLE `case_groups` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `removed_at` datetime NULL, `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `case_groups_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "casegroup_organization_id_name_id" to table: "case_groups"
CREATE INDEX `casegroup_organization_id_name_id` ON `case_groups` (`organization_id`, `name`, `id`);
-- create "case_group_members" table
CREATE TABLE `case_group_members` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `group_id` text NOT NULL, `case_id` text NOT NULL, CONSTRAINT `case_group_members_case_groups_members` FOREIGN KEY (`group_id`) REFERENCES `case_groups` (`id`) ON DELETE CASCADE, CONSTRAINT `case_group_members_coaching_cases_groups` FOREIGN KEY (`case_id`) REFERENCES `coaching_cases` (`id`) ON DELETE CASCADE);
-- create index "casegroupmember_group_id_case_id" to table: "case_group_members"
CREATE UNIQUE INDEX `casegroupmember_group_id_case_id` ON `case_group_members` (`group_id`, `case_id`);
-- create index "casegroupmember_case_id" to table: "case_group_members"
CREATE INDEX `casegroupmember_case_id` ON `case_group_members` (`case_id`);
-- create "case_notes" table
CREATE TABLE `case_notes` (`id` text NOT NULL, `created_at` datetime NOT NULL, `text` text NOT NULL, `readers` text NOT NULL, `author_id` text NOT NULL, `case_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `case_notes_accounts_author` FOREIGN KEY (`author_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `case_notes_coaching_cases_notes` FOREIGN KEY (`case_id`) REFERENCES `coaching_cases` (`id`) ON DELETE CASCADE);
-- create index "casenote_case_id_created_at_id" to table: "case_notes"
CREATE INDEX `casenote_case_id_created_at_id` ON `case_notes` (`case_id`, `created_at`, `id`);
-- create "case_steps" table
CREATE TABLE `case_steps` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `stage` text NULL, `coach_id` text NULL, `actor_id` text NOT NULL, `at` datetime NOT NULL, `case_id` text NOT NULL, CONSTRAINT `case_steps_coaching_cases_steps` FOREIGN KEY (`case_id`) REFERENCES `coaching_cases` (`id`) ON DELETE CASCADE);
-- create index "casestep_case_id_at" to table: "case_steps"
CREATE INDEX `casestep_case_id_at` ON `case_steps` (`case_id`, `at`);
-- create "case_tasks" table
CREATE TABLE `case_tasks` (`id` text NOT NULL, `created_at` datetime NOT NULL, `title` text NOT NULL, `doer` text NOT NULL, `due_on` datetime NULL, `done_at` datetime NULL, `revision` integer NOT NULL DEFAULT (1), `author_id` text NOT NULL, `micro_credential_id` text NULL, `case_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `case_tasks_accounts_author` FOREIGN KEY (`author_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `case_tasks_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `case_tasks_coaching_cases_tasks` FOREIGN KEY (`case_id`) REFERENCES `coaching_cases` (`id`) ON DELETE CASCADE);
-- create index "casetask_case_id_created_at_id" to table: "case_tasks"
CREATE INDEX `casetask_case_id_created_at_id` ON `case_tasks` (`case_id`, `created_at`, `id`);
-- create "coaching_cases" table
CREATE TABLE `coaching_cases` (`id` text NOT NULL, `created_at` datetime NOT NULL, `stage` text NOT NULL DEFAULT ('NEW'), `stage_at` datetime NOT NULL, `contacted_at` datetime NULL, `closed_at` datetime NULL, `revision` integer NOT NULL DEFAULT (1), `organization_id` text NOT NULL, `earner_id` text NOT NULL, `opened_by_id` text NOT NULL, `coach_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `coaching_cases_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `coaching_cases_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `coaching_cases_accounts_opened_by` FOREIGN KEY (`opened_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `coaching_cases_accounts_coach` FOREIGN KEY (`coach_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "coachingcase_organization_id_earner_id" to table: "coaching_cases"
CREATE UNIQUE INDEX `coachingcase_organization_id_earner_id` ON `coaching_cases` (`organization_id`, `earner_id`);
-- create index "coachingcase_organization_id_created_at_id" to table: "coaching_cases"
CREATE INDEX `coachingcase_organization_id_created_at_id` ON `coaching_cases` (`organization_id`, `created_at`, `id`);
-- create index "coachingcase_coach_id" to table: "coaching_cases"
CREATE INDEX `coachingcase_coach_id` ON `coaching_cases` (`coach_id`) WHERE coach_id IS NOT NULL;
-- create index "coachingcase_earner_id" to table: "coaching_cases"
CREATE INDEX `coachingcase_earner_id` ON `coaching_cases` (`earner_id`);
-- create "crosswalks" table
CREATE TABLE `crosswalks` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `from_scheme` text NOT NULL, `from_code` text NOT NULL, `from_title` text NOT NULL, `to_scheme` text NOT NULL, `to_code` text NOT NULL, `to_title` text NOT NULL);
-- create index "crosswalk_from_scheme_from_code_to_scheme_to_code" to table: "crosswalks"
CREATE UNIQUE INDEX `crosswalk_from_scheme_from_code_to_scheme_to_code` ON `crosswalks` (`from_scheme`, `from_code`, `to_scheme`, `to_code`);
-- create index "crosswalk_to_scheme_to_code" to table: "crosswalks"
CREATE INDEX `crosswalk_to_scheme_to_code` ON `crosswalks` (`to_scheme`, `to_code`);
-- create "occupations" table
CREATE TABLE `occupations` (`id` text NOT NULL, `created_at` datetime NOT NULL, `scheme` text NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `description` json NULL, `soc` text NULL, `isco` text NULL, `job_zone` integer NULL, `regulated` bool NOT NULL DEFAULT (false), `active` bool NOT NULL DEFAULT (true), `framework_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `occupations_frameworks_framework` FOREIGN KEY (`framework_id`) REFERENCES `frameworks` (`id`) ON DELETE NO ACTION);
-- create index "occupation_scheme_code" to table: "occupations"
CREATE UNIQUE INDEX `occupation_scheme_code` ON `occupations` (`scheme`, `code`);
-- create index "occupation_framework_id" to table: "occupations"
CREATE INDEX `occupation_framework_id` ON `occupations` (`framework_id`);
-- create index "occupation_soc" to table: "occupations"
CREATE INDEX `occupation_soc` ON `occupations` (`soc`);
-- create index "occupation_isco" to table: "occupations"
CREATE INDEX `occupation_isco` ON `occupations` (`isco`);
-- create index "occupation_name_id" to table: "occupations"
CREATE INDEX `occupation_name_id` ON `occupations` (`name`, `id`);
-- create "occupation_skills" table
CREATE TABLE `occupation_skills` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `relation` text NOT NULL, `tasks` integer NOT NULL DEFAULT (0), `in_demand` bool NOT NULL DEFAULT (false), `occupation_id` text NOT NULL, `skill_id` text NOT NULL, CONSTRAINT `occupation_skills_occupations_skills` FOREIGN KEY (`occupation_id`) REFERENCES `occupations` (`id`) ON DELETE CASCADE, CONSTRAINT `occupation_skills_skills_skill` FOREIGN KEY (`skill_id`) REFERENCES `skills` (`id`) ON DELETE NO ACTION);
-- create index "occupationskill_occupation_id_skill_id_relation" to table: "occupation_skills"
CREATE UNIQUE INDEX `occupationskill_occupation_id_skill_id_relation` ON `occupation_skills` (`occupation_id`, `skill_id`, `relation`);
-- create index "occupationskill_skill_id" to table: "occupation_skills"
CREATE INDEX `occupationskill_skill_id` ON `occupation_skills` (`skill_id`);
-- create "occupation_tasks" table
CREATE TABLE `occupation_tasks` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `code` text NOT NULL, `text` text NOT NULL, `core` bool NOT NULL DEFAULT (false), `occupation_id` text NOT NULL, CONSTRAINT `occupation_tasks_occupations_tasks` FOREIGN KEY (`occupation_id`) REFERENCES `occupations` (`id`) ON DELETE CASCADE);
-- create index "occupationtask_occupation_id_code" to table: "occupation_tasks"
CREATE UNIQUE INDEX `occupationtask_occupation_id_code` ON `occupation_tasks` (`occupation_id`, `code`);
-- create "occupation_titles" table
CREATE TABLE `occupation_titles` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `language` text NOT NULL, `kind` text NOT NULL, `text` text NOT NULL, `occupation_id` text NOT NULL, CONSTRAINT `occupation_titles_occupations_titles` FOREIGN KEY (`occupation_id`) REFERENCES `occupations` (`id`) ON DELETE CASCADE);
-- create index "occupationtitle_occupation_id_language_kind_text" to table: "occupation_titles"
CREATE UNIQUE INDEX `occupationtitle_occupation_id_language_kind_text` ON `occupation_titles` (`occupation_id`, `language`, `kind`, `text`);
-- create "readiness_notes" table
CREATE TABLE `readiness_notes` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `note` json NULL, `url` text NULL, `micro_credential_id` text NULL, `offering_id` text NULL, CONSTRAINT `readiness_notes_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `readiness_notes_offerings_offering` FOREIGN KEY (`offering_id`) REFERENCES `offerings` (`id`) ON DELETE NO ACTION, CONSTRAINT `readiness_notes_check` CHECK ((CASE WHEN micro_credential_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN offering_id IS NULL THEN 0 ELSE 1 END) = 1));
-- create index "readinessnote_micro_credential_id" to table: "readiness_notes"
CREATE INDEX `readinessnote_micro_credential_id` ON `readiness_notes` (`micro_credential_id`) WHERE micro_credential_id IS NOT NULL;
-- create index "readinessnote_offering_id" to table: "readiness_notes"
CREATE INDEX `readinessnote_offering_id` ON `readiness_notes` (`offering_id`) WHERE offering_id IS NOT NULL;
-- create "saved_plans" table
CREATE TABLE `saved_plans` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `goal` text NOT NULL, `question` json NOT NULL, `status` text NOT NULL DEFAULT ('ACTIVE'), `basis` text NOT NULL, `changed_at` datetime NOT NULL, `outdated_at` datetime NULL, `shared_at` datetime NULL, `revision` integer NOT NULL DEFAULT (1), `earner_id` text NOT NULL, `author_id` text NOT NULL, `organization_id` text NULL, `posting_id` text NULL, `occupation_id` text NULL, `stack_id` text NULL, `pathway_id` text NULL, `contact_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `saved_plans_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_plans_accounts_author` FOREIGN KEY (`author_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_plans_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_plans_postings_posting` FOREIGN KEY (`posting_id`) REFERENCES `postings` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_plans_occupations_occupation` FOREIGN KEY (`occupation_id`) REFERENCES `occupations` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_plans_stacks_stack` FOREIGN KEY (`stack_id`) REFERENCES `stacks` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_plans_pathways_pathway` FOREIGN KEY (`pathway_id`) REFERENCES `pathways` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_plans_contact_requests_contact` FOREIGN KEY (`contact_id`) REFERENCES `contact_requests` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_plans_check` CHECK (goal = 'COMPETENCIES' OR (CASE WHEN posting_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN occupation_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN stack_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN pathway_id IS NULL THEN 0 ELSE 1 END) = 1));
-- create index "savedplan_earner_id_created_at_id" to table: "saved_plans"
CREATE INDEX `savedplan_earner_id_created_at_id` ON `saved_plans` (`earner_id`, `created_at`, `id`);
-- create index "savedplan_contact_id" to table: "saved_plans"
CREATE INDEX `savedplan_contact_id` ON `saved_plans` (`contact_id`) WHERE contact_id IS NOT NULL;
-- create "saved_plan_steps" table
CREATE TABLE `saved_plan_steps` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `position` integer NOT NULL, `prior` bool NOT NULL DEFAULT (false), `minutes` integer NULL, `price_cents` integer NULL, `price_currency` text NULL, `starts_on` datetime NULL, `finishes_on` datetime NULL, `plan_id` text NOT NULL, `micro_credential_id` text NOT NULL, `offering_id` text NULL, CONSTRAINT `saved_plan_steps_saved_plans_steps` FOREIGN KEY (`plan_id`) REFERENCES `saved_plans` (`id`) ON DELETE CASCADE, CONSTRAINT `saved_plan_steps_micro_credentials_micro_credential` FOREIGN KEY (`micro_credential_id`) REFERENCES `micro_credentials` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_plan_steps_offerings_offering` FOREIGN KEY (`offering_id`) REFERENCES `offerings` (`id`) ON DELETE NO ACTION);
-- create index "savedplanstep_plan_id_position" to table: "saved_plan_steps"
CREATE UNIQUE INDEX `savedplanstep_plan_id_position` ON `saved_plan_steps` (`plan_id`, `position`);
-- create index "savedplanstep_micro_credential_id" to table: "saved_plan_steps"
CREATE INDEX `savedplanstep_micro_credential_id` ON `saved_plan_steps` (`micro_credential_id`);
-- create index "savedplanstep_offering_id" to table: "saved_plan_steps"
CREATE INDEX `savedplanstep_offering_id` ON `saved_plan_steps` (`offering_id`) WHERE offering_id IS NOT NULL;
