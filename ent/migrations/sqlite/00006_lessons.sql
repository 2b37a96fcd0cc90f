-- +goose Up
-- create "proposal_answers" table
CREATE TABLE `proposal_answers` (`id` text NOT NULL, `created_at` datetime NOT NULL, `words` text NOT NULL, `language` text NOT NULL, `label` text NOT NULL, `confidence` real NOT NULL, `verdict` text NOT NULL, `organization_id` text NOT NULL, `skill_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `proposal_answers_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `proposal_answers_skills_skill` FOREIGN KEY (`skill_id`) REFERENCES `skills` (`id`) ON DELETE NO ACTION);
-- create index "proposalanswer_organization_id_skill_id_language_words" to table: "proposal_answers"
CREATE UNIQUE INDEX `proposalanswer_organization_id_skill_id_language_words` ON `proposal_answers` (`organization_id`, `skill_id`, `language`, `words`);
-- create index "proposalanswer_organization_id_created_at_id" to table: "proposal_answers"
CREATE INDEX `proposalanswer_organization_id_created_at_id` ON `proposal_answers` (`organization_id`, `created_at`, `id`);
-- create index "proposalanswer_skill_id" to table: "proposal_answers"
CREATE INDEX `proposalanswer_skill_id` ON `proposal_answers` (`skill_id`);
-- create "proposal_learning" table
CREATE TABLE `proposal_learning` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `on` bool NOT NULL DEFAULT (false), `since` datetime NULL, `revision` integer NOT NULL DEFAULT (1), `organization_id` text NOT NULL, CONSTRAINT `proposal_learning_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "proposallearning_organization_id" to table: "proposal_learning"
CREATE UNIQUE INDEX `proposallearning_organization_id` ON `proposal_learning` (`organization_id`);
