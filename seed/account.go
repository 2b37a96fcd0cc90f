package seed

import "github.com/stackmatch/stackmatch/ent/enum"

// Account is a demo account: one person with one role, or an earner. The names
// say that nobody real is meant.
type Account struct {
	Key   string `yaml:"key"`
	Name  string `yaml:"name"`
	Email string `yaml:"email"`
	// Role is the role that `stackmatch token --role` signs in as.
	Role         enum.Role `yaml:"role"`
	Organization string    `yaml:"organization"`
	// Earner is the key of the earner whose account it is, for the role EARNER.
	Earner string `yaml:"earner"`
	Locale string `yaml:"locale"`
	// Demo is true for the one account that the role's token stands for.
	Demo bool `yaml:"demo"`
	// Caseload lists, for a coach, the earners who agreed.
	Caseload []string `yaml:"caseload"`
}

// RoleEarner is what an earner signs in as; it is no membership.
const RoleEarner enum.Role = "EARNER"
