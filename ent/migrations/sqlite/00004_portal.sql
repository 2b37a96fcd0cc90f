-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- add column "tokens_from" to table: "accounts"
ALTER TABLE `accounts` ADD COLUMN `tokens_from` datetime NULL;
-- create "new_addresses" table
CREATE TABLE `new_addresses` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `value` text NOT NULL, `verified_at` datetime NULL, `lapses_at` datetime NULL, `preferred` bool NOT NULL DEFAULT (false), `account_id` text NOT NULL, CONSTRAINT `addresses_accounts_addresses` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE);
-- copy rows from old table "addresses" to new temporary table "new_addresses"
INSERT INTO `new_addresses` (`id`, `kind`, `value`, `verified_at`, `account_id`) SELECT `id`, `kind`, `value`, `verified_at`, `account_id` FROM `addresses`;
-- drop "addresses" table after copying rows
DROP TABLE `addresses`;
-- rename temporary table "new_addresses" to "addresses"
ALTER TABLE `new_addresses` RENAME TO `addresses`;
-- create index "address_kind_value" to table: "addresses"
CREATE UNIQUE INDEX `address_kind_value` ON `addresses` (`kind`, `value`);
-- create index "address_account_id" to table: "addresses"
CREATE INDEX `address_account_id` ON `addresses` (`account_id`);
-- add column "languages" to table: "earners"
ALTER TABLE `earners` ADD COLUMN `languages` json NULL;
-- add column "chose_at" to table: "earners"
ALTER TABLE `earners` ADD COLUMN `chose_at` datetime NULL;
-- create "new_grants" table
CREATE TABLE `new_grants` (`id` text NOT NULL, `created_at` datetime NOT NULL, `organization_kind` text NULL, `purpose` text NOT NULL, `fields` json NULL, `source` text NOT NULL DEFAULT ('EARNER'), `until` datetime NULL, `withdrawn_at` datetime NULL, `earner_id` text NOT NULL, `organization_id` text NULL, `account_id` text NULL, `witness_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `grants_earners_grants` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE CASCADE, CONSTRAINT `grants_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `grants_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `grants_accounts_witness` FOREIGN KEY (`witness_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `grants_check` CHECK (purpose = 'GUARDIAN' OR (CASE WHEN organization_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organization_kind IS NULL THEN 0 ELSE 1 END) + (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) = 1));
-- copy rows from old table "grants" to new temporary table "new_grants"
INSERT INTO `new_grants` (`id`, `created_at`, `organization_kind`, `purpose`, `fields`, `until`, `withdrawn_at`, `earner_id`, `organization_id`, `account_id`) SELECT `id`, `created_at`, `organization_kind`, `purpose`, `fields`, `until`, `withdrawn_at`, `earner_id`, `organization_id`, `account_id` FROM `grants`;
-- drop "grants" table after copying rows
DROP TABLE `grants`;
-- rename temporary table "new_grants" to "grants"
ALTER TABLE `new_grants` RENAME TO `grants`;
-- create index "grant_earner_id" to table: "grants"
CREATE INDEX `grant_earner_id` ON `grants` (`earner_id`);
-- create index "grant_organization_id_purpose_earner_id" to table: "grants"
CREATE INDEX `grant_organization_id_purpose_earner_id` ON `grants` (`organization_id`, `purpose`, `earner_id`);
-- create index "grant_account_id_purpose_earner_id" to table: "grants"
CREATE INDEX `grant_account_id_purpose_earner_id` ON `grants` (`account_id`, `purpose`, `earner_id`);
-- create index "grant_until" to table: "grants"
CREATE INDEX `grant_until` ON `grants` (`until`) WHERE until IS NOT NULL;
-- create "new_postings" table
CREATE TABLE `new_postings` (`id` text NOT NULL, `created_at` datetime NOT NULL, `title` text NOT NULL, `description` text NOT NULL, `language` text NOT NULL DEFAULT ('en'), `status` text NOT NULL DEFAULT ('OPEN'), `revision` integer NOT NULL DEFAULT (1), `occupation_code` text NULL, `occupation_title` text NULL, `remote` bool NOT NULL DEFAULT (false), `needed_on` datetime NULL, `audience` text NOT NULL DEFAULT ('PUBLIC'), `pay_min_cents` integer NULL, `pay_max_cents` integer NULL, `pay_currency` text NULL, `pay_unit` text NULL, `pay_floor_cents` integer NULL, `pay_floor_at` datetime NULL, `shifts` json NULL, `hours_min` real NULL, `hours_max` real NULL, `benefits` json NULL, `template` text NULL, `fingerprint` text NULL, `expires_at` datetime NULL, `opened_at` datetime NOT NULL, `closed_at` datetime NULL, `updated_at` datetime NOT NULL, `employer_id` text NOT NULL, `created_by_id` text NULL, `place_id` text NULL, `duplicate_of_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `postings_organizations_employer` FOREIGN KEY (`employer_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `postings_accounts_created_by` FOREIGN KEY (`created_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `postings_places_place` FOREIGN KEY (`place_id`) REFERENCES `places` (`id`) ON DELETE NO ACTION, CONSTRAINT `postings_postings_duplicates` FOREIGN KEY (`duplicate_of_id`) REFERENCES `postings` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "postings" to new temporary table "new_postings"
INSERT INTO `new_postings` (`id`, `created_at`, `title`, `description`, `language`, `status`, `revision`, `occupation_code`, `occupation_title`, `remote`, `needed_on`, `opened_at`, `closed_at`, `updated_at`, `employer_id`, `created_by_id`, `place_id`) SELECT `id`, `created_at`, `title`, `description`, `language`, `status`, `revision`, `occupation_code`, `occupation_title`, `remote`, `needed_on`, `opened_at`, `closed_at`, `updated_at`, `employer_id`, `created_by_id`, `place_id` FROM `postings`;
-- drop "postings" table after copying rows
DROP TABLE `postings`;
-- rename temporary table "new_postings" to "postings"
ALTER TABLE `new_postings` RENAME TO `postings`;
-- create index "posting_status_opened_at_id" to table: "postings"
CREATE INDEX `posting_status_opened_at_id` ON `postings` (`status`, `opened_at`, `id`);
-- create index "posting_employer_id_opened_at_id" to table: "postings"
CREATE INDEX `posting_employer_id_opened_at_id` ON `postings` (`employer_id`, `opened_at`, `id`);
-- create index "posting_opened_at_id" to table: "postings"
CREATE INDEX `posting_opened_at_id` ON `postings` (`opened_at`, `id`);
-- create index "posting_employer_id_fingerprint" to table: "postings"
CREATE INDEX `posting_employer_id_fingerprint` ON `postings` (`employer_id`, `fingerprint`);
-- create index "posting_status_expires_at" to table: "postings"
CREATE INDEX `posting_status_expires_at` ON `postings` (`status`, `expires_at`);
-- create "new_organizations" table
CREATE TABLE `new_organizations` (`id` text NOT NULL, `created_at` datetime NOT NULL, `name` text NOT NULL, `kinds` json NOT NULL, `description` json NULL, `homepage` text NULL, `time_zone` text NOT NULL DEFAULT ('America/New_York'), `listed` bool NOT NULL DEFAULT (true), `vouched_at` datetime NULL, `vouch_asked_at` datetime NULL, `place_id` text NULL, `vouched_by_id` text NULL, `registered_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `organizations_places_place` FOREIGN KEY (`place_id`) REFERENCES `places` (`id`) ON DELETE NO ACTION, CONSTRAINT `organizations_organizations_vouches_for` FOREIGN KEY (`vouched_by_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `organizations_accounts_registered_by` FOREIGN KEY (`registered_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "organizations" to new temporary table "new_organizations"
INSERT INTO `new_organizations` (`id`, `created_at`, `name`, `kinds`, `description`, `homepage`, `time_zone`, `listed`, `vouched_at`, `place_id`, `vouched_by_id`) SELECT `id`, `created_at`, `name`, `kinds`, `description`, `homepage`, `time_zone`, `listed`, `vouched_at`, `place_id`, `vouched_by_id` FROM `organizations`;
-- drop "organizations" table after copying rows
DROP TABLE `organizations`;
-- rename temporary table "new_organizations" to "organizations"
ALTER TABLE `new_organizations` RENAME TO `organizations`;
-- create index "organization_name_id" to table: "organizations"
CREATE INDEX `organization_name_id` ON `organizations` (`name`, `id`);
-- create "contact_requests" table
CREATE TABLE `contact_requests` (`id` text NOT NULL, `created_at` datetime NOT NULL, `message` text NOT NULL, `status` text NOT NULL DEFAULT ('PENDING'), `fields` json NULL, `expires_at` datetime NOT NULL, `answered_at` datetime NULL, `updated_at` datetime NOT NULL, `posting_id` text NOT NULL, `organization_id` text NOT NULL, `earner_id` text NOT NULL, `requested_by_id` text NOT NULL, `grant_id` text NULL, `event_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `contact_requests_postings_posting` FOREIGN KEY (`posting_id`) REFERENCES `postings` (`id`) ON DELETE NO ACTION, CONSTRAINT `contact_requests_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `contact_requests_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `contact_requests_accounts_requested_by` FOREIGN KEY (`requested_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `contact_requests_grants_grant` FOREIGN KEY (`grant_id`) REFERENCES `grants` (`id`) ON DELETE NO ACTION, CONSTRAINT `contact_requests_hiring_events_event` FOREIGN KEY (`event_id`) REFERENCES `hiring_events` (`id`) ON DELETE NO ACTION);
-- create index "contactrequest_organization_id_created_at_id" to table: "contact_requests"
CREATE INDEX `contactrequest_organization_id_created_at_id` ON `contact_requests` (`organization_id`, `created_at`, `id`);
-- create index "contactrequest_earner_id_created_at_id" to table: "contact_requests"
CREATE INDEX `contactrequest_earner_id_created_at_id` ON `contact_requests` (`earner_id`, `created_at`, `id`);
-- create index "contactrequest_posting_id_earner_id" to table: "contact_requests"
CREATE INDEX `contactrequest_posting_id_earner_id` ON `contact_requests` (`posting_id`, `earner_id`);
-- create index "contactrequest_status_expires_at" to table: "contact_requests"
CREATE INDEX `contactrequest_status_expires_at` ON `contact_requests` (`status`, `expires_at`);
-- create "contact_steps" table
CREATE TABLE `contact_steps` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `status` text NOT NULL, `actor_id` text NULL, `at` datetime NOT NULL, `contact_id` text NOT NULL, CONSTRAINT `contact_steps_contact_requests_steps` FOREIGN KEY (`contact_id`) REFERENCES `contact_requests` (`id`) ON DELETE CASCADE);
-- create index "contactstep_contact_id_at" to table: "contact_steps"
CREATE INDEX `contactstep_contact_id_at` ON `contact_steps` (`contact_id`, `at`);
-- create "data_jobs" table
CREATE TABLE `data_jobs` (`id` text NOT NULL, `created_at` datetime NOT NULL, `account_id` text NOT NULL, `earner_id` text NULL, `kind` text NOT NULL, `status` text NOT NULL DEFAULT ('QUEUED'), `finished_at` datetime NULL, `expires_at` datetime NULL, `file` text NULL, `failure` text NULL, PRIMARY KEY (`id`));
-- create index "datajob_account_id_created_at_id" to table: "data_jobs"
CREATE INDEX `datajob_account_id_created_at_id` ON `data_jobs` (`account_id`, `created_at`, `id`);
-- create index "datajob_status_created_at" to table: "data_jobs"
CREATE INDEX `datajob_status_created_at` ON `data_jobs` (`status`, `created_at`);
-- create "employments" table
CREATE TABLE `employments` (`id` text NOT NULL, `created_at` datetime NOT NULL, `internal` bool NOT NULL DEFAULT (false), `ended_at` datetime NULL, `earner_id` text NOT NULL, `organization_id` text NOT NULL, `contact_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `employments_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `employments_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `employments_contact_requests_contact` FOREIGN KEY (`contact_id`) REFERENCES `contact_requests` (`id`) ON DELETE NO ACTION);
-- create index "employment_earner_id_organization_id" to table: "employments"
CREATE UNIQUE INDEX `employment_earner_id_organization_id` ON `employments` (`earner_id`, `organization_id`);
-- create index "employment_organization_id_internal" to table: "employments"
CREATE INDEX `employment_organization_id_internal` ON `employments` (`organization_id`, `internal`);
-- create "feed_readers" table
CREATE TABLE `feed_readers` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name` text NOT NULL, `epoch` text NOT NULL, `seq` integer NOT NULL);
-- create index "feed_readers_name_key" to table: "feed_readers"
CREATE UNIQUE INDEX `feed_readers_name_key` ON `feed_readers` (`name`);
-- create "hiring_events" table
CREATE TABLE `hiring_events` (`id` text NOT NULL, `created_at` datetime NOT NULL, `title` text NOT NULL, `starts_on` datetime NOT NULL, `ends_on` datetime NOT NULL, `canceled_at` datetime NULL, `organization_id` text NOT NULL, `cohort_id` text NOT NULL, `opened_by_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `hiring_events_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `hiring_events_cohorts_cohort` FOREIGN KEY (`cohort_id`) REFERENCES `cohorts` (`id`) ON DELETE NO ACTION, CONSTRAINT `hiring_events_accounts_opened_by` FOREIGN KEY (`opened_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "hiringevent_organization_id_created_at_id" to table: "hiring_events"
CREATE INDEX `hiringevent_organization_id_created_at_id` ON `hiring_events` (`organization_id`, `created_at`, `id`);
-- create index "hiringevent_cohort_id" to table: "hiring_events"
CREATE INDEX `hiringevent_cohort_id` ON `hiring_events` (`cohort_id`);
-- create "hiring_event_earners" table
CREATE TABLE `hiring_event_earners` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `joined_at` datetime NOT NULL, `left_at` datetime NULL, `event_id` text NOT NULL, `earner_id` text NOT NULL, CONSTRAINT `hiring_event_earners_hiring_events_earners` FOREIGN KEY (`event_id`) REFERENCES `hiring_events` (`id`) ON DELETE CASCADE, CONSTRAINT `hiring_event_earners_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- create index "hiringeventearner_event_id_earner_id" to table: "hiring_event_earners"
CREATE UNIQUE INDEX `hiringeventearner_event_id_earner_id` ON `hiring_event_earners` (`event_id`, `earner_id`);
-- create index "hiringeventearner_earner_id" to table: "hiring_event_earners"
CREATE INDEX `hiringeventearner_earner_id` ON `hiring_event_earners` (`earner_id`);
-- create "hiring_event_employers" table
CREATE TABLE `hiring_event_employers` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `invited_at` datetime NOT NULL, `event_id` text NOT NULL, `organization_id` text NOT NULL, CONSTRAINT `hiring_event_employers_hiring_events_employers` FOREIGN KEY (`event_id`) REFERENCES `hiring_events` (`id`) ON DELETE CASCADE, CONSTRAINT `hiring_event_employers_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "hiringeventemployer_event_id_organization_id" to table: "hiring_event_employers"
CREATE UNIQUE INDEX `hiringeventemployer_event_id_organization_id` ON `hiring_event_employers` (`event_id`, `organization_id`);
-- create index "hiringeventemployer_organization_id" to table: "hiring_event_employers"
CREATE INDEX `hiringeventemployer_organization_id` ON `hiring_event_employers` (`organization_id`);
-- create "interests" table
CREATE TABLE `interests` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `shown_at` datetime NOT NULL, `withdrawn_at` datetime NULL, `earner_id` text NOT NULL, `posting_id` text NOT NULL, CONSTRAINT `interests_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `interests_postings_posting` FOREIGN KEY (`posting_id`) REFERENCES `postings` (`id`) ON DELETE NO ACTION);
-- create index "interest_earner_id_posting_id" to table: "interests"
CREATE UNIQUE INDEX `interest_earner_id_posting_id` ON `interests` (`earner_id`, `posting_id`);
-- create index "interest_posting_id" to table: "interests"
CREATE INDEX `interest_posting_id` ON `interests` (`posting_id`);
-- create "invitations" table
CREATE TABLE `invitations` (`id` text NOT NULL, `created_at` datetime NOT NULL, `role` text NOT NULL, `kind` text NOT NULL, `value` text NOT NULL, `expires_at` datetime NOT NULL, `accepted_at` datetime NULL, `withdrawn_at` datetime NULL, `organization_id` text NOT NULL, `invited_by_id` text NOT NULL, `accepted_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `invitations_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `invitations_accounts_invited_by` FOREIGN KEY (`invited_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `invitations_accounts_accepted_by` FOREIGN KEY (`accepted_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "invitation_organization_id_created_at_id" to table: "invitations"
CREATE INDEX `invitation_organization_id_created_at_id` ON `invitations` (`organization_id`, `created_at`, `id`);
-- create index "invitation_value" to table: "invitations"
CREATE INDEX `invitation_value` ON `invitations` (`value`);
-- create "links" table
CREATE TABLE `links` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `purpose` text NOT NULL, `token_hash` text NOT NULL, `account_id` text NULL, `subject` text NULL, `created_at` datetime NOT NULL, `expires_at` datetime NOT NULL, `used_at` datetime NULL);
-- create index "links_token_hash_key" to table: "links"
CREATE UNIQUE INDEX `links_token_hash_key` ON `links` (`token_hash`);
-- create index "link_purpose_subject" to table: "links"
CREATE INDEX `link_purpose_subject` ON `links` (`purpose`, `subject`);
-- create index "link_account_id" to table: "links"
CREATE INDEX `link_account_id` ON `links` (`account_id`);
-- create index "link_expires_at" to table: "links"
CREATE INDEX `link_expires_at` ON `links` (`expires_at`);
-- create "messages" table
CREATE TABLE `messages` (`id` text NOT NULL, `created_at` datetime NOT NULL, `channel` text NOT NULL, `content` blob NULL, `account_id` text NULL, `tries` integer NOT NULL DEFAULT (0), `next_at` datetime NOT NULL, `sent_at` datetime NULL, `dead_at` datetime NULL, `failure` text NULL, PRIMARY KEY (`id`));
-- create index "message_sent_at_dead_at_next_at" to table: "messages"
CREATE INDEX `message_sent_at_dead_at_next_at` ON `messages` (`sent_at`, `dead_at`, `next_at`);
-- create index "message_account_id" to table: "messages"
CREATE INDEX `message_account_id` ON `messages` (`account_id`);
-- create "notifications" table
CREATE TABLE `notifications` (`id` text NOT NULL, `created_at` datetime NOT NULL, `kind` text NOT NULL, `subject` text NOT NULL, `about` text NULL, `membership_id` text NULL, `dedupe` text NULL, `read_at` datetime NULL, `mailed_at` datetime NULL, `account_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `notifications_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "notifications_dedupe_key" to table: "notifications"
CREATE UNIQUE INDEX `notifications_dedupe_key` ON `notifications` (`dedupe`);
-- create index "notification_account_id_created_at_id" to table: "notifications"
CREATE INDEX `notification_account_id_created_at_id` ON `notifications` (`account_id`, `created_at`, `id`);
-- create index "notification_mailed_at_created_at" to table: "notifications"
CREATE INDEX `notification_mailed_at_created_at` ON `notifications` (`mailed_at`, `created_at`);
-- create "notification_settings" table
CREATE TABLE `notification_settings` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `kind` text NOT NULL, `inbox` bool NOT NULL DEFAULT (true), `email` text NOT NULL, `account_id` text NOT NULL, CONSTRAINT `notification_settings_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "notificationsetting_account_id_kind" to table: "notification_settings"
CREATE UNIQUE INDEX `notificationsetting_account_id_kind` ON `notification_settings` (`account_id`, `kind`);
-- create "reports" table
CREATE TABLE `reports` (`id` text NOT NULL, `created_at` datetime NOT NULL, `reason` text NOT NULL, `handled_at` datetime NULL, `resolution` text NULL, `earner_id` text NOT NULL, `organization_id` text NOT NULL, `contact_id` text NULL, `handled_by_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `reports_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `reports_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `reports_contact_requests_contact` FOREIGN KEY (`contact_id`) REFERENCES `contact_requests` (`id`) ON DELETE NO ACTION, CONSTRAINT `reports_accounts_handled_by` FOREIGN KEY (`handled_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "report_created_at_id" to table: "reports"
CREATE INDEX `report_created_at_id` ON `reports` (`created_at`, `id`);
-- create index "report_organization_id" to table: "reports"
CREATE INDEX `report_organization_id` ON `reports` (`organization_id`);
-- create index "report_earner_id" to table: "reports"
CREATE INDEX `report_earner_id` ON `reports` (`earner_id`);
-- create "saved_postings" table
CREATE TABLE `saved_postings` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `at` datetime NOT NULL, `earner_id` text NOT NULL, `posting_id` text NOT NULL, CONSTRAINT `saved_postings_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_postings_postings_posting` FOREIGN KEY (`posting_id`) REFERENCES `postings` (`id`) ON DELETE NO ACTION);
-- create index "savedposting_earner_id_posting_id" to table: "saved_postings"
CREATE UNIQUE INDEX `savedposting_earner_id_posting_id` ON `saved_postings` (`earner_id`, `posting_id`);
-- create index "savedposting_posting_id" to table: "saved_postings"
CREATE INDEX `savedposting_posting_id` ON `saved_postings` (`posting_id`);
-- create "saved_searches" table
CREATE TABLE `saved_searches` (`id` text NOT NULL, `created_at` datetime NOT NULL, `membership_id` text NOT NULL, `name` text NOT NULL, `requirements` json NULL, `filter` json NULL, `tier` text NOT NULL, `paused` bool NOT NULL DEFAULT (false), `revision` integer NOT NULL DEFAULT (1), `updated_at` datetime NOT NULL, `removed_at` datetime NULL, `organization_id` text NOT NULL, `account_id` text NOT NULL, `posting_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `saved_searches_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_searches_accounts_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `saved_searches_postings_posting` FOREIGN KEY (`posting_id`) REFERENCES `postings` (`id`) ON DELETE NO ACTION);
-- create index "savedsearch_organization_id_created_at_id" to table: "saved_searches"
CREATE INDEX `savedsearch_organization_id_created_at_id` ON `saved_searches` (`organization_id`, `created_at`, `id`);
-- create index "savedsearch_account_id" to table: "saved_searches"
CREATE INDEX `savedsearch_account_id` ON `saved_searches` (`account_id`);
-- create index "savedsearch_posting_id" to table: "saved_searches"
CREATE INDEX `savedsearch_posting_id` ON `saved_searches` (`posting_id`);
-- create "saved_search_matches" table
CREATE TABLE `saved_search_matches` (`id` text NOT NULL, `created_at` datetime NOT NULL, `tier` text NOT NULL, `told` bool NOT NULL DEFAULT (true), `search_id` text NOT NULL, `earner_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `saved_search_matches_saved_searches_matches` FOREIGN KEY (`search_id`) REFERENCES `saved_searches` (`id`) ON DELETE CASCADE, CONSTRAINT `saved_search_matches_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- create index "savedsearchmatch_search_id_earner_id_tier" to table: "saved_search_matches"
CREATE UNIQUE INDEX `savedsearchmatch_search_id_earner_id_tier` ON `saved_search_matches` (`search_id`, `earner_id`, `tier`);
-- create index "savedsearchmatch_search_id_created_at_id" to table: "saved_search_matches"
CREATE INDEX `savedsearchmatch_search_id_created_at_id` ON `saved_search_matches` (`search_id`, `created_at`, `id`);
-- create index "savedsearchmatch_earner_id" to table: "saved_search_matches"
CREATE INDEX `savedsearchmatch_earner_id` ON `saved_search_matches` (`earner_id`);
-- create "shortlist_entries" table
CREATE TABLE `shortlist_entries` (`id` text NOT NULL, `created_at` datetime NOT NULL, `stage` text NOT NULL DEFAULT ('NEW'), `moved_at` datetime NOT NULL, `removed_at` datetime NULL, `revision` integer NOT NULL DEFAULT (1), `posting_id` text NOT NULL, `organization_id` text NOT NULL, `earner_id` text NOT NULL, `added_by_id` text NOT NULL, `assignee_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `shortlist_entries_postings_posting` FOREIGN KEY (`posting_id`) REFERENCES `postings` (`id`) ON DELETE NO ACTION, CONSTRAINT `shortlist_entries_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `shortlist_entries_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION, CONSTRAINT `shortlist_entries_accounts_added_by` FOREIGN KEY (`added_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION, CONSTRAINT `shortlist_entries_accounts_assignee` FOREIGN KEY (`assignee_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "shortlistentry_posting_id_earner_id" to table: "shortlist_entries"
CREATE UNIQUE INDEX `shortlistentry_posting_id_earner_id` ON `shortlist_entries` (`posting_id`, `earner_id`);
-- create index "shortlistentry_posting_id_created_at_id" to table: "shortlist_entries"
CREATE INDEX `shortlistentry_posting_id_created_at_id` ON `shortlist_entries` (`posting_id`, `created_at`, `id`);
-- create index "shortlistentry_organization_id" to table: "shortlist_entries"
CREATE INDEX `shortlistentry_organization_id` ON `shortlist_entries` (`organization_id`);
-- create index "shortlistentry_earner_id" to table: "shortlist_entries"
CREATE INDEX `shortlistentry_earner_id` ON `shortlist_entries` (`earner_id`);
-- create "shortlist_moves" table
CREATE TABLE `shortlist_moves` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `from` text NULL, `stage` text NOT NULL, `actor_id` text NOT NULL, `at` datetime NOT NULL, `entry_id` text NOT NULL, CONSTRAINT `shortlist_moves_shortlist_entries_moves` FOREIGN KEY (`entry_id`) REFERENCES `shortlist_entries` (`id`) ON DELETE CASCADE);
-- create index "shortlistmove_entry_id_at" to table: "shortlist_moves"
CREATE INDEX `shortlistmove_entry_id_at` ON `shortlist_moves` (`entry_id`, `at`);
-- create "shortlist_notes" table
CREATE TABLE `shortlist_notes` (`id` text NOT NULL, `created_at` datetime NOT NULL, `text` text NOT NULL, `entry_id` text NOT NULL, `author_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `shortlist_notes_shortlist_entries_notes` FOREIGN KEY (`entry_id`) REFERENCES `shortlist_entries` (`id`) ON DELETE CASCADE, CONSTRAINT `shortlist_notes_accounts_author` FOREIGN KEY (`author_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "shortlistnote_entry_id_created_at_id" to table: "shortlist_notes"
CREATE INDEX `shortlistnote_entry_id_created_at_id` ON `shortlist_notes` (`entry_id`, `created_at`, `id`);
-- create "spool_positions" table
CREATE TABLE `spool_positions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `spool` text NOT NULL, `segment` integer NOT NULL, `offset` integer NOT NULL);
-- create index "spool_positions_spool_key" to table: "spool_positions"
CREATE UNIQUE INDEX `spool_positions_spool_key` ON `spool_positions` (`spool`);
-- create "view_log_lines" table
CREATE TABLE `view_log_lines` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` text NOT NULL, `posting_id` text NOT NULL, `on` datetime NOT NULL, `times` integer NOT NULL, `fields` json NOT NULL, `last_at` datetime NOT NULL, `earner_id` text NOT NULL, CONSTRAINT `view_log_lines_earners_earner` FOREIGN KEY (`earner_id`) REFERENCES `earners` (`id`) ON DELETE NO ACTION);
-- create index "viewlogline_earner_id_on_organization_id_posting_id" to table: "view_log_lines"
CREATE UNIQUE INDEX `viewlogline_earner_id_on_organization_id_posting_id` ON `view_log_lines` (`earner_id`, `on`, `organization_id`, `posting_id`);
-- create "webhooks" table
CREATE TABLE `webhooks` (`id` text NOT NULL, `created_at` datetime NOT NULL, `url` text NOT NULL, `secret` blob NOT NULL, `events` json NOT NULL, `membership_id` text NOT NULL, `disabled_at` datetime NULL, `organization_id` text NOT NULL, `created_by_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `webhooks_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION, CONSTRAINT `webhooks_accounts_created_by` FOREIGN KEY (`created_by_id`) REFERENCES `accounts` (`id`) ON DELETE NO ACTION);
-- create index "webhook_organization_id_created_at_id" to table: "webhooks"
CREATE INDEX `webhook_organization_id_created_at_id` ON `webhooks` (`organization_id`, `created_at`, `id`);
-- create "webhook_deliveries" table
CREATE TABLE `webhook_deliveries` (`id` text NOT NULL, `created_at` datetime NOT NULL, `event` text NOT NULL, `subject` text NOT NULL, `dedupe` text NOT NULL, `tries` integer NOT NULL DEFAULT (0), `next_at` datetime NOT NULL, `delivered_at` datetime NULL, `dead_at` datetime NULL, `status` integer NULL, `failure` text NULL, `webhook_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `webhook_deliveries_webhooks_deliveries` FOREIGN KEY (`webhook_id`) REFERENCES `webhooks` (`id`) ON DELETE CASCADE);
-- create index "webhook_deliveries_dedupe_key" to table: "webhook_deliveries"
CREATE UNIQUE INDEX `webhook_deliveries_dedupe_key` ON `webhook_deliveries` (`dedupe`);
-- create index "webhookdelivery_webhook_id_created_at_id" to table: "webhook_deliveries"
CREATE INDEX `webhookdelivery_webhook_id_created_at_id` ON `webhook_deliveries` (`webhook_id`, `created_at`, `id`);
-- create index "webhookdelivery_delivered_at_dead_at_next_at" to table: "webhook_deliveries"
CREATE INDEX `webhookdelivery_delivered_at_dead_at_next_at` ON `webhook_deliveries` (`delivered_at`, `dead_at`, `next_at`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;
