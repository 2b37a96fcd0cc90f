package app

import "time"

// consentVariables are those of the examples of what is allowed and shown.
func (a *App) consentVariables(employer string) map[string]map[string]any {
	until := a.config.Now().UTC().AddDate(1, 0, 0).Truncate(24 * time.Hour).Format(time.RFC3339)
	return map[string]map[string]any{
		"earner-9-grant": onceADay(map[string]any{
			"to": map[string]any{"organization": employer}, "purpose": "CONTACT", "fields": []any{"NAME"}, "until": until,
		}),
		"earner-8-preview": {"employer": employer},
	}
}
