package skillindex

// longForms are what short forms of each language stand for, whatever the trade.
//
//nolint:gochecknoglobals // a table
var longForms = map[Language]map[string]string{
	English: {
		"mgmt": "management", "mgt": "management", "mgr": "manager", "mgrs": "managers", "dept": "department", "depts": "departments",
		"admin": "administration", "tech": "technology", "techs": "technologies", "eng": "engineering", "engr": "engineer",
		"dev": "development", "acct": "accounting", "maint": "maintenance", "mfg": "manufacturing", "asst": "assistant",
		"govt": "government", "intl": "international", "natl": "national", "org": "organization", "equip": "equipment",
		"ops": "operations", "svc": "service", "svcs": "services", "comm": "communication", "comms": "communications",
		"docs": "documents", "info": "information", "lab": "laboratory", "labs": "laboratories", "math": "mathematics",
		"maths": "mathematics", "stats": "statistics", "specs": "specifications", "qty": "quantity", "mktg": "marketing",
	},
	Spanish: {
		"gest": "gestion", "admon": "administracion", "admin": "administracion", "dpto": "departamento", "depto": "departamento",
		"dptos": "departamentos", "mto": "mantenimiento", "mant": "mantenimiento", "mantto": "mantenimiento", "ing": "ingenieria",
		"tec": "tecnico", "prof": "profesional", "resp": "responsable", "coord": "coordinacion", "organiz": "organizacion",
		"prev": "prevencion", "prog": "programacion", "lab": "laboratorio", "info": "informacion", "cont": "contabilidad",
	},
}

// spelledOut are words with the long forms of short ones.
func spelledOut(words []string, language Language) []string {
	var out []string
	for i, w := range words {
		long, short := longForms[language][w]
		if !short {
			continue
		}
		if out == nil {
			out = append(out, words...)
		}
		out[i] = long
	}
	if out == nil {
		return words
	}
	return out
}
