package jobad

import (
	"regexp"
	"slices"
)

// english is how ads in English speak.
func english() *lexicon {
	const number = `(\d{1,2}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)`
	const upTo = `(?:\s*(?:-|–|to|or)\s*` + number + `)?`
	in := &lexicon{
		must: whole(`must(?: have)?`, `required`, `requires?`, `requirement`, `essential`, `mandatory`, `necessary`, `need to`, `needs to`),
		nice: whole(`(?:is |are |would be |a )*(?:big |huge |major |definite |strong |distinct )*(?:plus|bonus|advantage)`, `nice[- ]to[- ]have`, `preferred`, `preferably`,
			`prefer`, `desired`, `desirable`, `ideally`, `helpful`, `beneficial`, `a benefit`, `not (?:required|necessary|essential)`, `optional`, `advantageous`),
		levels: []levelWords{
			{4, whole(`expert(?:ise)?`, `mastery`, `expert[- ]level`, `thought leader`)},
			{3, whole(`advanced`, `in[- ]depth`, `deep`, `extensive`, `highly (?:proficient|skilled|experienced)`, `thorough`, `strong (?:knowledge|command|understanding|background|experience)`, `proven track record`)},
			{2, whole(`proficien(?:t|cy)`, `working knowledge`, `solid`, `good (?:knowledge|command|understanding)`, `fluent`, `intermediate`, `hands[- ]on`, `competent`)},
			{1, whole(`basic`, `some (?:knowledge|experience)`, `familiar(?:ity)?`, `exposure`, `entry[- ]level`, `awareness`, `beginner`, `fundamentals?`, `will train`)},
		},
		years:   regexp.MustCompile(`(?i)\b` + number + `\s*\+?` + upTo + `\s*\+?\s*(?:or more\s+)?(?:years?|yrs?)\b`),
		claimed: whole(`(?:required|mandated|imposed) by (?:\pL+ ){0,3}(?:law|laws|statute|code|rules?|regulations?|osha|dot|fmcsa|fda|hipaa|epa|cms)`, `by law`, `legally required`, `(?:law|laws|regulations?|osha|dot|fda|statute) (?:requires?|mandates?)`, `(?:state|federal|local|city|county) (?:law|requirement|regulation|mandate)s?`),
		joints:  regexp.MustCompile(`(?i)\s*(?:,\s|\s,|[;()\[\]]|:\s|\s[-–—]\s|\s(?:including|such as|as well as|e\.g\.,?|i\.e\.,?|for example|like)\s)\s*`),
		filler: regexp.MustCompile(`(?i)^(?:(?:you|we|candidates?|applicants?|the|a|an|and|or|with|of|in|for|to|have|has|having|must|should|will|be|are|is|possess(?:es)?|` +
			`need|needs|required?|requires|strong|excellent|good|great|solid|proven|demonstrated|outstanding|superior|exceptional|effective|basic|advanced|` +
			`extensive|deep|in-depth|thorough|working|hands-on|previous|prior|relevant|related|minimum|at least|plus|preferably|ideally|also|any|some|other|` +
			`ability|able|capability|capable|experience[sd]?|knowledge|understanding|familiar(?:ity)?|proficien(?:t|cy)|expertise|expert|skilled|skills?|fluency|fluent|` +
			`comfortable|command|background|track record|willing(?:ness)?|responsible|responsibilit(?:y|ies)|qualifications?|desire|passion(?:ate)?|using|working|exposure|interest(?:ed)?)\b[\s:]*)+`),
		trailing: regexp.MustCompile(`(?i)(?:[\s,]*\b(?:experience|skills?|abilit(?:y|ies)|knowledge|background|required|preferred|desired|desirable|necessary|essential|mandatory|helpful|` +
			`(?:is|are|would be|will be)|(?:a|an)|big|huge|major|definite|strong|plus|bonus|advantage|must|etc|and|or|only)\b\.?)+$|[\s,]*\b(?:(?:is|are|would be|will be) )?(?:strongly |highly |much )?(?:preferred|required|desired|desirable)\b.{0,60}$`),
		small:   setOf(`the and of to in a for with is you will be our we on are as or your an at that this by from have must all work`),
		numbers: map[string]string{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12", "fifteen": "15", "twenty": "20"},
	}
	in.headings, in.talk = englishHeadings(), englishTalk()
	in.patterns = slices.Concat([]pattern{englishDenied()}, englishConditions(number, upTo), []pattern{{find: in.claimed}, {find: mask}})
	return in
}

func englishHeadings() []heading {
	var out []heading
	out = append(out, headings(section{asking, NiceToHave},
		`(?:preferred|desired|desirable|additional|bonus|optional)(?: (?:job )?(?:qualifications|skills|requirements|experience|criteria|attributes|education|points))+(?: and (?:skills|experience|qualifications))?`,
		`(?:(?:not|none) (?:required|necessary|essential|mandatory)(?:,? but (?:\pL+ ){0,3}\pL+)?)`, `(?:nice|good|great)[- ]to[- ]haves?`, `(?:bonus|extra) points?(?: (?:for|if))?`, `(?:preferred|desirable|desired|pluses|bonus(?:es)?)`, `(?:it(?:'|’)?s|would be) (?:a plus|great) if`)...)
	out = append(out, headings(section{asking, Must},
		`(?:minimum|required|basic|essential|mandatory|key|core|necessary)(?: (?:job )?(?:qualifications|skills|requirements|experience|criteria|competencies|education))+(?: and (?:skills|experience|qualifications|abilities))?`,
		`must[- ]haves?(?:'s)?`, `what you(?:'|’)?(?:ll| will)? need(?: to have)?`, `you must have`)...)
	out = append(out, headings(section{asking, Wanted},
		`(?:job |position |candidate |our )?requirements?(?: (?:&|and) (?:skills|qualifications|experience))?`, `qualifications?(?: (?:&|and) (?:skills|requirements|experience))?`,
		`skills(?: (?:&|and|/) (?:attributes|experience|qualifications|abilities|requirements|knowledge))?(?: required)?`, `(?:professional |work )?experience(?: (?:&|and) (?:skills|education))?(?: required)?`,
		`education(?: (?:&|and|/) (?:experience|training|requirements))?`, `knowledge(?:, skills,? (?:&|and) abilities)?`, `competenc(?:y|ies)`, `abilities`,
		`who you are`, `about you`, `what we(?:'|’)?re looking for`, `what we are looking for`, `we(?:'|’)?re looking for`, `what you bring`, `you (?:have|are|bring)`, `(?:your|candidate|ideal) profile`,
		`the (?:ideal|successful|right) candidate(?: (?:will|should|must|has|is))?(?: (?:have|be))?`, `licenses?(?: (?:&|and|or) certifications?)?`, `certifications?`, `physical (?:demands|requirements)`)...)
	out = append(out, headings(section{doing, Wanted},
		`(?:key |primary |main |essential |core |general |major |specific |your |job |principal )*(?:responsibilit(?:y|ies)|duties|functions|tasks|accountabilities)(?: (?:&|and|/) (?:responsibilities|duties|accountabilities|tasks))?(?: include)?`,
		`what you(?:'|’)?(?:ll| will)(?: be)? do(?:ing)?`, `(?:the |about the |job |role )(?:role|job|position|description|summary|purpose)`, `(?:day[- ]to[- ]day|a typical day)`,
		`you will`, `in this role(?:,)?(?: you will)?`, `(?:position|job|role) (?:summary|description|overview|purpose)`)...)
	return append(out, headings(section{offering, Wanted},
		`(?:our )?(?:benefits|perks)(?: (?:&|and) (?:perks|benefits|compensation|culture))?(?: include)?`, `(?:what )?we (?:can )?offer(?: you)?`, `what(?:'|’)?s in it for you`, `compensation(?: (?:&|and) benefits)?`,
		`why (?:join|work|us|you).{0,30}`, `about (?:us|our company|the company|the team)`, `who we are`, `company (?:overview|description|profile|background)`, `our (?:company|culture|mission|story)`,
		`how to apply`, `to apply`, `apply (?:now|today)`, `(?:equal (?:employment )?opportunity|eeo)(?: (?:employer|statement))?`, `(?:pay|salary)(?: (?:range|rate))?`)...)
}

func englishConditions(number, upTo string) []pattern {
	find := func(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + s) }
	const degree = `(?:high ?school|\bh\.?s\b\.?|secondary school)(?: diploma| degree| graduate| education)?|\bged\b|\bassociate(?:'|’)?s? (?:degree|of \pL+)|\bbachelor(?:'|’)?s?(?: degree| of (?:science|arts|\pL+))?|` +
		`\bmaster(?:'|’)?s?(?: degree| of (?:science|arts|\pL+)| in)|\bmaster(?:'|’)s\b|\b(?:b\.?s\.?c?|b\.?a|m\.?b\.?a|ph\.?d)\b\.?(?: degree)?|\bm\.?s\.?c?\b\.? (?:degree|in\b)|doctorate|` +
		`(?:college|university|undergraduate|graduate|advanced|4[- ]year|four[- ]year|2[- ]year|two[- ]year|relevant|technical|related) (?:degree|diploma)|\bdegree\b|\bdiploma\b`
	return []pattern{
		{"", hints("salar|pay|compensation|wage|rate|remuneration|package|benefit"), find(`\b(?:competitive|attractive|excellent|great|generous|negotiable)(?: base)?(?:,? \pL+){0,2} (?:salar(?:y|ies)|pay|wages?|compensation|rates?|remuneration|packages?|benefits)\b[^.;$€£]*|\b(?:salary|pay|compensation)(?: is)? (?:commensurate|negotiable|competitive|doe|dependent)\b[^.;$€£]*`), nil},
		{"", hints("work in|citizen|permit"), find(`\b(?:legally |currently )?(?:authori[sz]ed|eligible|right) to work in\b[^.;]*|\bu\.?s\.? citizen(?:s|ship)?\b[^.;,]*|\bwork permit\b`), nil},
		{"", hints("as a|lbs|pound|kg|kilos|sit|stand|walk|kneel|bend|squat|stoop|climb|crouch|exam|policy|passport"), find(`^as an? [^,.;]{3,60},|\b(?:able |ability |must be able )?(?:to )?(?:lift|carry|push|pull|lifting|carrying)(?:(?:,| and| or|/| and/or)? ?(?:lift|carry|push|pull|move|lifting|carrying))*[^.;]{0,40}?\d+ ?(?:-|to|–)? ?\d* ?(?:lbs?|pounds|kg|kilos)\b[^.;]*|\b(?:sit|stand|walk|kneel|bend|squat|stoop|climb|crouch|sitting|standing|walking)(?:(?:,|,? and|,? or|/|,? and/or) ?(?:sit|stand|walk|kneel|bend|squat|stoop|climb|crouch|reach|sitting|standing|walking))+[^.;]*|\b(?:sitting|standing|walking) for (?:long|extended|prolonged)[^.;]*|\bphysical exam\b|\battendance policy\b|\bpassport\b[^.;,]*`), nil},
		{Pay, hints("$|€|£"), find(`(?:\b(?:starting )?(?:salary|pay|wages?|rate|compensation)(?: range| rate)?:? (?:is |of |from |starting at )?)?([$€£])\s?(\d[\d,]*(?:\.\d+)?)\s?(k)?\b(?:\s*(?:-|–|to|and)\s*[$€£]?\s?(\d[\d,]*(?:\.\d+)?)\s?(k)?\b)?(?:\s*(?:/|per|an|a|each)?\s*(hour|hr|hourly|day|daily|week|weekly|month|monthly|year|yearly|yr|annum|annually)\b)?`), pay},
		{MinimumAge, hints("year|older|over|above|+"), find(`\b(?:at least|minimum(?: age)?(?: (?:of|is|age))?:?|must be|be|over|aged?)\s+(\d{2})\+?(?:\s+(?:years?(?: of age| old)?(?: (?:or|and) (?:older|over|above))?|or (?:older|over|above)|and (?:older|over|above))|\+)|\b(\d{2})\+? years? (?:(?:of age|old)(?: (?:or|and) (?:older|over|above))?|(?:or|and) older)|\bolder than (\d{2})\b`), age},
		{Experience, hints("year|yr|month"), find(`\b(?:a |an )?(?:minimum (?:of )?|at least )?` + number + `\s*\+?` + upTo + `\s*\+?\s*(?:or more\s+)?(years?|yrs?|months?)\b(?:'|’)?(?:\s+(?:of|in))?`), experience},
		{DrivingLicense, hints("driv|cdl"), find(`\b(?:(?:valid|current|clean|active|unrestricted|state|class [a-d]|\pL+ state|commercial) )*(?:driver(?:'|’)?s?(?:'|’)?|driving)(?: (?:licen[sc]e|record|permit|history))+|\bcdl\b(?:[ -](?:class )?[abc]\b)?(?: licen[sc]e)?`), nil},
		{BackgroundCheck, hints("check|screen|investigation|clearance|drug|fingerprint"), find(`\b(?:(?:pass|undergo|complete|clear|submit to|successfully|a|an|the|criminal|federal|state|fbi|pre-employment|satisfactory) )*(?:background (?:check|screening?|investigation|clearance)s?|drug (?:screen(?:ing)?|test(?:ing)?)s?|fingerprint(?:ing|s)?|(?:criminal (?:record|history)|credit(?: history)?|employment history|reference) checks?|security clearance)(?: and drug (?:screen|test)(?:ing)?)?`), nil},
		{Travel, hints("travel"), find(`\b(?:willing(?:ness)?|able|ability|must|available|required|some|occasional(?:ly)?|frequent(?:ly)?|extensive|overnight|domestic|international|local|regional)(?:,? (?:and |or |to |be |able |willing |domestic |international |local |overnight ))*\s*travel(?:l?ing)?\b(?:[^.;,(]{0,40}?(\d{1,3}) ?%(?: of (?:the )?time)?)?|\btravel(?:l?ing)?(?: (?:is|may be|will be|up to|of|approximately|about|required|to|:))*\s*(?:up to |approximately |about )?(\d{1,3}) ?%|\b(?:up to )?(\d{1,3}) ?%(?: of)?(?: the time)? travel\b|\btravel(?:l?ing)? (?:is |may be |will be )?(?:required|necessary|expected)`), traveling},
		{Shift, hints("shift|evening|night|weekend|holiday"), find(`\b(?:(?:work|working|available|flexible|rotating|must|be able to|able to|willing to) )*(?:(?:day|days|evenings?|nights?|overnight|weekends?|holidays?|rotating|swing|graveyard|first|second|third|1st|2nd|3rd|morning|afternoon)(?:(?:,| and| or|/|, and|, or|\s&)\s*)?)+ ?shifts?\b|\bshift work\b|\b(?:work|working|available|availability)(?: \pL+){0,3}? (?:(?:evenings?|nights?|weekends?|holidays?)(?:(?:, and|, or|,| and| or|/| &)\s*)?)+|\b(?:evening|night|weekend|holiday)s?(?: (?:and|or|&) (?:evening|night|weekend|holiday)s?)? (?:availability|hours|work)\b`), nil},
		{Hours, hints("hour|hr"), find(`\b` + number + upTo + `\s*\+?\s*(?:hours?|hrs?)(?:\s*(?:per|a|each|/)\s*(?:week|wk)|\s*weekly)\b`), bounds("hours per week")},
		{Hours, hints("time"), find(`\b(?:full|part)[- ]time\b(?: (?:position|employment|job|role|basis))?`), nil},
		{Education, hints("school|degree|diploma|ged|bachelor|associate|master|b.|bs|ba|m.|mba|ms|ph|doctor|h.s|hs"), find(`(?:(?:four|4|two|2)[- ]year )?(?:` + degree + `)(?:(?:,|/| or| and|,? or)?\s*(?:` + degree + `))*(?: (?:in|of) (?:a |an )?[^.;,()]{2,70}?(?:field|discipline|area|degree|subject|equivalent|experience)s?\b| (?:in|of) [^.;,()]{2,50}?(?:(?:,|\s)(?:required|preferred|or|and|with|is)\b|$))?(?:,? or (?:an )?equivalent(?: (?:experience|education|work experience|combination[^.;]*))?)?`), nil},
	}
}
