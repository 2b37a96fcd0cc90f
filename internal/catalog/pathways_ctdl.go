package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/matching"
)

// ctdlContext is the context of CTDL documents.
// https://credreg.net/ctdl/terms/Pathway
const ctdlContext = "https://credreg.net/ctdl/schema/context/json"

// node is a resource of a CTDL document.
type node map[string]any

// CTDL writes the pathway as JSON-LD in CTDL: the pathway, a component for each step
// and for what stacks are of, and the destination, which asks for all steps that the
// pathway cannot be completed without. Ids are addresses under base.
func (p *PathwayWithSteps) CTDL(base string) ([]byte, error) {
	w := ctdl{base: base, pathway: base + "/pathways/" + p.Row.ID, of: p}
	var required []string
	for i, part := range p.Steps {
		id := w.step(i+1, part)
		if !part.Row.Optional {
			required = append(required, id)
		}
	}
	destination := w.destination(required)
	about := node{
		"@id": w.pathway, "@type": "ceterms:Pathway", "ceterms:ctid": ctid(p.Row.ID), "ceterms:name": languages(p.Row.Title),
		"ceterms:ownedBy": base + "/issuers/" + p.Row.OwnerID, "ceterms:subjectWebpage": w.pathway,
		"ceterms:hasDestinationComponent": []string{destination}, "ceterms:hasPart": w.parts,
	}
	if len(p.Row.Description) > 0 {
		about["ceterms:description"] = languages(p.Row.Description)
	}
	if code := p.Row.OccupationCode; code != "" {
		about["ceterms:occupationType"] = []node{{
			"@type": "ceterms:CredentialAlignmentObject", "ceterms:codedNotation": code,
			"ceterms:targetNodeName": map[string]string{"en": p.Row.OccupationTitle}, "ceterms:frameworkName": map[string]string{"en": "SOC 2018"},
		}}
	}
	out, err := json.MarshalIndent(map[string]any{
		"@context": ctdlContext, "@id": w.pathway + ".jsonld", "@graph": append([]node{about}, w.nodes...),
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the pathway: %w", err)
	}
	return append(out, '\n'), nil
}

// ctdl writes components.
type ctdl struct {
	base, pathway string
	of            *PathwayWithSteps
	nodes         []node
	parts         []string
}

// add adds a component, which has an address inside of the pathway's document.
func (w *ctdl) add(name, kind string, title text.Localized, more node) string {
	id := w.pathway + "#" + name
	n := node{"@id": id, "@type": kind, "ceterms:ctid": ctid(id), "ceterms:name": languages(title), "ceterms:isPartOf": []string{w.pathway}}
	for key, value := range more {
		n[key] = value
	}
	w.nodes, w.parts = append(w.nodes, n), append(w.parts, id)
	return id
}

func (w *ctdl) step(n int, part PathwayPart) string {
	name := "step-" + strconv.Itoa(n)
	more := node{}
	if len(part.Row.Note) > 0 {
		more["ceterms:description"] = languages(part.Row.Note)
	}
	if part.Rule != nil {
		more["ceterms:componentCategory"] = map[string]string{"en": "Stack"}
		more["ceterms:hasCondition"] = []node{w.condition(name, *part.Rule)}
		return w.add(name, "ceterms:BasicComponent", part.Title, more)
	}
	for key, value := range w.credential(part.Version) {
		more[key] = value
	}
	return w.add(name, "ceterms:CredentialComponent", part.Title, more)
}

// credential says which credential a component stands for.
func (w *ctdl) credential(v *db.MicroCredentialVersion) node {
	if v == nil {
		return nil
	}
	n := node{"ceterms:sourceData": w.base + "/achievements/" + v.ID, "ceterms:credentialType": credentialTypes[v.Edges.MicroCredential.Kind]}
	if v.EffortMinutes != nil {
		n["ceterms:estimatedDuration"] = []node{{
			"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "PT" + strconv.Itoa(*v.EffortMinutes) + "M",
		}}
	}
	return n
}

// credentialTypes are the classes of credentials in CTDL.
var credentialTypes = map[enum.CredentialKind]string{
	enum.KindMicroCredential: "ceterms:MicroCredential", enum.KindCertification: "ceterms:Certification", enum.KindLicense: "ceterms:License",
	enum.KindCertificate: "ceterms:Certificate", enum.KindCourseCompletion: "ceterms:CertificateOfCompletion", enum.KindDegree: "ceterms:Degree",
}

// condition is a rule of a stack: so many of its parts. Groups within it are
// components of their own.
func (w *ctdl) condition(name string, r matching.Rule) node {
	if r.Op == matching.OpPart {
		r = matching.Rule{Op: matching.OpAllOf, Of: []matching.Rule{r}}
	}
	required := map[matching.Op]int{matching.OpAllOf: len(r.Of), matching.OpAnyOf: 1, matching.OpKOf: r.K}[r.Op]
	targets := make([]string, len(r.Of))
	for i, of := range r.Of {
		part := name + "-" + strconv.Itoa(i+1)
		if of.Op != matching.OpPart {
			targets[i] = w.add(part, "ceterms:BasicComponent", text.EnEs("Group", "Grupo"), node{"ceterms:hasCondition": []node{w.condition(part, of)}})
			continue
		}
		v := w.of.versions[of.Credential]
		title := text.En(of.Credential)
		if v != nil {
			title = v.Title
		}
		targets[i] = w.add(part, "ceterms:CredentialComponent", title, w.credential(v))
	}
	return node{"@type": "ceterms:ComponentCondition", "ceterms:requiredNumber": required, "ceterms:targetComponent": targets}
}

func (w *ctdl) destination(required []string) string {
	title := w.of.Goal
	if len(title) == 0 {
		title = w.of.Row.Title
	}
	more := node{"ceterms:isDestinationComponentOf": []string{w.pathway}}
	if len(required) > 0 {
		more["ceterms:hasCondition"] = []node{{
			"@type": "ceterms:ComponentCondition", "ceterms:requiredNumber": len(required), "ceterms:targetComponent": required,
		}}
	}
	return w.add("destination", "ceterms:BasicComponent", title, more)
}

// languages is a text as a language map.
func languages(t text.Localized) map[string]string { return t }

// ctid is a CTDL identifier: always the same one for the same thing.
func ctid(of string) string {
	sum := sha256.Sum256([]byte(of))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // RFC 9562 §5.8: our own way to make them
	h := hex.EncodeToString(sum[:16])
	return "ce-" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
