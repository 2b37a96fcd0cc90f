package submission

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/problem"
)

var (
	slug        = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{2,8})*$`)
)

// checkList checks how many members a list has, their keys and each member. Too
// long a list is not looked into.
func checkList[T any](list []T, least, most int, key func(T) string, check func(T) error, path string) error {
	if len(list) < least || len(list) > most {
		return problem.New(problem.Invalid, "there are %d to %d of these, not %d", least, most, len(list)).
			Spanish("hay de %d a %d de estos, no %d", least, most, len(list)).At(path)
	}
	var errs []error
	seen := map[string]bool{}
	for i, v := range list {
		k := key(v)
		switch {
		case len(k) > maxKey || !slug.MatchString(k):
			errs = append(errs, problem.New(problem.Invalid, "a key has up to %d lower-case letters, digits and hyphens", maxKey).
				Spanish("una clave tiene hasta %d letras minúsculas, cifras y guiones", maxKey).At(path, strconv.Itoa(i), "key"))
		case seen[k]:
			errs = append(errs, twice().At(path, strconv.Itoa(i), "key"))
		}
		seen[k] = true
		errs = append(errs, problem.Under(check(v), path, strconv.Itoa(i)))
	}
	return problem.Join(errs...)
}

func twice() *problem.Problem {
	return problem.New(problem.Invalid, "this is there already").Spanish("esto ya está")
}

// checkTitle asks for a title in some language.
func checkTitle(title Text) error {
	if len(title) == 0 {
		return problem.New(problem.Invalid, "give a title in at least one language").
			Spanish("dé un título en al menos un idioma").At("title")
	}
	return checkTexts(title, maxTitle, "title")
}

// checkTexts refuses texts that are blank, too long or in no language.
func checkTexts(texts Text, most int, path string) error {
	if len(texts) > maxLanguages {
		return problem.New(problem.Invalid, "at most %d languages", maxLanguages).
			Spanish("como máximo %d idiomas", maxLanguages).At(path)
	}
	var errs []error
	for _, language := range slices.Sorted(maps.Keys(texts)) {
		if len(language) > maxKey || !languageTag.MatchString(language) {
			errs = append(errs, problem.New(problem.Invalid, "languages are tags in lower case, such as en or es-mx").
				Spanish("los idiomas son etiquetas en minúsculas, como en o es-mx").At(path))
			continue
		}
		errs = append(errs, checkString(texts[language], most, path, language))
	}
	return problem.Join(errs...)
}

func checkString(s string, most int, path ...string) error {
	if n := utf8.RuneCountInString(s); strings.TrimSpace(s) == "" || n > most || !utf8.ValidString(s) {
		return problem.New(problem.Invalid, "this text has 1 to %d characters", most).
			Spanish("este texto tiene de 1 a %d caracteres", most).At(path...)
	}
	return nil
}
