package matching

import "slices"

// Closing lists, sorted, the micro-credentials whose current versions meet a
// requirement in full by themselves, must or not.
func (p *Plan) Closing(r int) []string {
	var list []string
	for credential, bears := range p.provers {
		v := p.catalog.current[credential]
		if v == nil || bears&(1<<r) == 0 {
			continue
		}
		if p.step(Held{Version: v.ID, Credential: credential, Pairs: v.Pairs}).Full&(1<<r) != 0 {
			list = append(list, credential)
		}
	}
	slices.Sort(list)
	return list
}
