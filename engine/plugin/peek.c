/* peek.c: what a plugin states of itself, read from its file's bytes: a shared object laid out as the system's loader would, and nothing of it run.
 *
 * The tables are those the loader itself goes by (program headers, the dynamic section), never section headers, which may say something else.
 * Formats: System V ABI (gABI), chapters 4 and 5; the hash tables of symbols as in binutils. Every access goes through `at`. */
#include <elf.h>

#include "engine/plugin/plugin.h"

#if defined(__x86_64__) && defined(__LP64__)
enum { CAN_READ = 1, MACHINE = EM_X86_64, BASE_PLUS = R_X86_64_RELATIVE, SYMBOL_PLUS = R_X86_64_64, SYMBOL = R_X86_64_GLOB_DAT };
#elif defined(__aarch64__) && defined(__LP64__) && !defined(__AARCH64EB__)
enum { CAN_READ = 1, MACHINE = EM_AARCH64, BASE_PLUS = R_AARCH64_RELATIVE, SYMBOL_PLUS = R_AARCH64_ABS64, SYMBOL = R_AARCH64_GLOB_DAT };
#else
enum { CAN_READ = 0, MACHINE = EM_NONE, BASE_PLUS = 0, SYMBOL_PLUS = 0, SYMBOL = 0 };
#endif
enum { MOST_HEADERS = 128, IMAGE_LIMIT = 128 << 20 };

typedef struct image { /* the object as it would lie in memory, at address 0 */
    char *p;
    uint64_t n;
    uint64_t symbols, symbol_count, strings, strings_size;
} image;

static const char malformed[] = "its file is not a shared object that can be read here", no_entry[] = "its file shows no symbol ruth_plugin_entry";

static void *at(const image *m, uint64_t address, uint64_t size) { return address <= m->n && size <= m->n - address ? m->p + address : NULL; }

/* A text of the object. Behind the image stands a NUL, so every text ends. */
static const char *text_at(const image *m, const char *stated) { return stated ? at(m, (uintptr_t)stated, 1) : NULL; }

/* ---- segments ---- */
static bool header_fits(const char *bytes, size_t size, Elf64_Ehdr *h) {
    if (size < sizeof *h) return false;
    memcpy(h, bytes, sizeof *h);
    if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 || h->e_ident[EI_CLASS] != ELFCLASS64 || h->e_ident[EI_DATA] != ELFDATA2LSB) return false;
    if (h->e_type != ET_DYN || h->e_machine != MACHINE || h->e_phentsize != sizeof(Elf64_Phdr) || h->e_phnum > MOST_HEADERS) return false;
    return h->e_phoff <= size && (size_t)h->e_phnum * sizeof(Elf64_Phdr) <= size - h->e_phoff;
}

static Elf64_Phdr segment(const char *bytes, const Elf64_Ehdr *h, size_t i) {
    Elf64_Phdr s;
    memcpy(&s, bytes + h->e_phoff + i * sizeof s, sizeof s);
    return s;
}

/* False: out of memory; *fits false: no such object. */
static bool lay_out(ru_arena *a, const char *bytes, size_t size, const Elf64_Ehdr *h, image *m, bool *fits) {
    *fits = false;
    for (size_t i = 0; i < h->e_phnum; i++) {
        Elf64_Phdr s = segment(bytes, h, i);
        if (s.p_type != PT_LOAD) continue;
        if (s.p_filesz > s.p_memsz || s.p_offset > size || s.p_filesz > size - s.p_offset || s.p_vaddr > IMAGE_LIMIT || s.p_memsz > IMAGE_LIMIT - s.p_vaddr)
            return true;
        if (s.p_vaddr + s.p_memsz > m->n) m->n = s.p_vaddr + s.p_memsz;
    }
    m->p = m->n ? ru_arena_zalloc(a, (size_t)m->n + 1) : NULL;
    if (!m->p) return !m->n;
    for (size_t i = 0; i < h->e_phnum; i++) {
        Elf64_Phdr s = segment(bytes, h, i);
        if (s.p_type == PT_LOAD) memcpy(m->p + s.p_vaddr, bytes + s.p_offset, (size_t)s.p_filesz);
    }
    return *fits = true;
}

/* ---- the dynamic section ---- */
typedef struct tables {
    uint64_t relocations, relocations_size, hash, gnu_hash;
} tables;

static bool read_dynamic(image *m, const Elf64_Phdr *where, tables *t) {
    uint64_t count = where->p_memsz / sizeof(Elf64_Dyn);
    const char *from = at(m, where->p_vaddr, count * sizeof(Elf64_Dyn));
    if (!from) return false;
    for (uint64_t i = 0; i < count; i++) {
        Elf64_Dyn d;
        memcpy(&d, from + i * sizeof d, sizeof d);
        if (d.d_tag == DT_NULL) break;
        if (d.d_tag == DT_SYMTAB) m->symbols = d.d_un.d_ptr;
        if (d.d_tag == DT_STRTAB) m->strings = d.d_un.d_ptr;
        if (d.d_tag == DT_STRSZ) m->strings_size = d.d_un.d_val;
        if (d.d_tag == DT_RELA) t->relocations = d.d_un.d_ptr;
        if (d.d_tag == DT_RELASZ) t->relocations_size = d.d_un.d_val;
        if (d.d_tag == DT_HASH) t->hash = d.d_un.d_ptr;
        if (d.d_tag == DT_GNU_HASH) t->gnu_hash = d.d_un.d_ptr;
        if ((d.d_tag == DT_SYMENT && d.d_un.d_val != sizeof(Elf64_Sym)) || (d.d_tag == DT_RELAENT && d.d_un.d_val != sizeof(Elf64_Rela))) return false;
    }
    return m->symbols && at(m, m->strings, m->strings_size);
}

static bool word_at(const image *m, uint64_t address, uint32_t *out) {
    const char *p = at(m, address, sizeof *out);
    if (p) memcpy(out, p, sizeof *out);
    return p != NULL;
}

/* The table of symbols does not say how long it is; the hash tables do. GNU: the last chain of the highest bucket ends with the last symbol. */
static bool count_symbols(image *m, const tables *t) {
    uint32_t buckets, first, bloom, highest = 0, value;
    if (t->hash) {
        if (!word_at(m, t->hash + 4, &value)) return false;
        m->symbol_count = value;
        return at(m, m->symbols, m->symbol_count * sizeof(Elf64_Sym)) != NULL;
    }
    if (!t->gnu_hash || !word_at(m, t->gnu_hash, &buckets) || !word_at(m, t->gnu_hash + 4, &first) || !word_at(m, t->gnu_hash + 8, &bloom)) return false;
    uint64_t bucket = t->gnu_hash + 16 + 8 * (uint64_t)bloom, chain = bucket + 4 * (uint64_t)buckets;
    for (uint32_t i = 0; i < buckets; i++) {
        if (!word_at(m, bucket + 4 * (uint64_t)i, &value)) return false;
        if (value > highest) highest = value;
    }
    if (highest < first) return false; /* it shows nothing at all */
    do {
        if (!word_at(m, chain + 4 * (uint64_t)(highest - first), &value)) return false;
        highest++;
    } while (!(value & 1));
    m->symbol_count = highest;
    return at(m, m->symbols, m->symbol_count * sizeof(Elf64_Sym)) != NULL;
}

static Elf64_Sym symbol(const image *m, uint64_t i) {
    Elf64_Sym s;
    memcpy(&s, m->p + m->symbols + i * sizeof s, sizeof s);
    return s;
}

/* ---- addresses ---- */
/* At address 0 what is relative to the base is its addend; what comes from elsewhere (a function of the C library) stays 0. The compact form (DT_RELR) has its values in place. */
static bool relocate(image *m, const tables *t) {
    uint64_t count = t->relocations_size / sizeof(Elf64_Rela);
    if (!at(m, t->relocations, count * sizeof(Elf64_Rela))) return false;
    for (uint64_t i = 0; i < count; i++) {
        Elf64_Rela r;
        memcpy(&r, m->p + t->relocations + i * sizeof r, sizeof r);
        uint64_t type = ELF64_R_TYPE(r.r_info), which = ELF64_R_SYM(r.r_info), value = 0;
        char *place = at(m, r.r_offset, sizeof value);
        if (!place) return false;
        if (type == BASE_PLUS) {
            value = (uint64_t)r.r_addend;
        } else if (type == SYMBOL_PLUS || type == SYMBOL) {
            if (which >= m->symbol_count) return false;
            Elf64_Sym s = symbol(m, which);
            if (s.st_shndx != SHN_UNDEF) value = s.st_value + (type == SYMBOL_PLUS ? (uint64_t)r.r_addend : 0);
        } else {
            continue;
        }
        memcpy(place, &value, sizeof value);
    }
    return true;
}

/* ---- what is stated ---- */
static const void *gives_nothing(const char *name) {
    (void)name;
    return NULL;
}

/* `count` things of `size` bytes each, copied out of the image; NULL: there are none, or they do not lie in it, or *failed. */
static void *copy_list(const image *m, ru_arena *a, const void *stated, uint32_t count, size_t size, uint32_t most, bool *failed) {
    const char *from = stated && count && count <= most ? at(m, (uintptr_t)stated, (uint64_t)count * size) : NULL;
    void *out = from ? ru_arena_alloc(a, count * size) : NULL;
    if (out) memcpy(out, from, count * size);
    if (from && !out) *failed = true;
    return out;
}

static const ruth_plugin_fact *facts_of(const image *m, ru_arena *a, const ruth_plugin_fact *stated, uint32_t count, bool *failed) {
    ruth_plugin_fact *list = copy_list(m, a, stated, count, sizeof *list, RU_MAX_FACTS, failed);
    for (uint32_t i = 0; list && i < count; i++) list[i].name = text_at(m, list[i].name);
    return list;
}

static const ruth_plugin_word *words_of(const image *m, ru_arena *a, const ruth_plugin_offer *o, bool *failed) {
    ruth_plugin_word *list = copy_list(m, a, o->words, o->word_count, sizeof *list, 64, failed);
    for (uint32_t i = 0; list && i < o->word_count; i++) {
        ruth_plugin_key *keys = copy_list(m, a, list[i].keys, list[i].key_count, sizeof *keys, RU_MAX_PLUGIN_KEYS, failed);
        for (uint32_t k = 0; keys && k < list[i].key_count; k++) keys[k].name = text_at(m, keys[k].name);
        list[i].keys = keys;
        list[i].word = text_at(m, list[i].word);
    }
    return list;
}

/* The struct of an ability, without its functions: a pointer that only says it is there, but for `offer`, whose words are data. */
static const void *ability_of(const image *m, ru_arena *a, const ruth_plugin_ability *one, bool *failed) {
    static const uint32_t there = sizeof there;
    const char *from = at(m, (uintptr_t)one->ability, sizeof(ruth_plugin_offer));
    if (!one->name || !one->ability || strcmp(one->name, RUTH_PLUGIN_OFFER) != 0 || !from) return one->ability ? &there : NULL;
    ruth_plugin_offer *o = ru_arena_alloc(a, sizeof *o);
    if (!o) {
        *failed = true;
        return NULL;
    }
    memcpy(o, from, sizeof *o);
    o->offer = NULL;
    o->words = words_of(m, a, o, failed);
    return o;
}

static const ruth_plugin_ability *abilities_of(const image *m, ru_arena *a, const ruth_plugin *p, bool *failed) {
    ruth_plugin_ability *list = copy_list(m, a, p->abilities, p->ability_count, sizeof *list, RU_MAX_PLUGIN_ABILITIES, failed);
    for (uint32_t i = 0; list && i < p->ability_count; i++) {
        list[i].name = text_at(m, list[i].name);
        list[i].ability = ability_of(m, a, &list[i], failed);
    }
    return list;
}

/* The entry with pointers into the image instead of addresses. What it states beyond its own size is not read. */
static const ruth_plugin *entry_of(const image *m, ru_arena *a, uint64_t address) {
    bool failed = false;
    uint32_t head[2] = {0, 0}; /* magic, size */
    const char *from = at(m, address, sizeof head);
    ruth_plugin *p = ru_arena_zalloc(a, sizeof *p);
    if (!p || !from) return p;
    memcpy(head, from, sizeof head);
    uint64_t size = head[1] < sizeof *p ? head[1] : sizeof *p;
    if (size > m->n - address) size = m->n - address;
    memcpy(p, from, size < sizeof head ? sizeof head : (size_t)size);
    p->id = text_at(m, p->id);
    p->version = text_at(m, p->version);
    p->summary = text_at(m, p->summary);
    p->reads = facts_of(m, a, p->reads, p->read_count, &failed);
    p->writes = facts_of(m, a, p->writes, p->write_count, &failed);
    p->open = NULL;
    p->close = NULL;
    p->ability = p->ability ? gives_nothing : NULL;
    p->abilities = abilities_of(m, a, p, &failed);
    return failed ? NULL : p;
}

static const char *find_entry(const image *m, uint64_t *out) {
    static const char wanted[] = "ruth_plugin_entry";
    for (uint64_t i = 0; i < m->symbol_count; i++) {
        Elf64_Sym s = symbol(m, i);
        const char *name = s.st_name < m->strings_size && sizeof wanted <= m->strings_size - s.st_name ? m->p + m->strings + s.st_name : NULL;
        if (!name || s.st_shndx == SHN_UNDEF || ELF64_ST_BIND(s.st_info) == STB_LOCAL || memcmp(name, wanted, sizeof wanted) != 0) continue;
        *out = s.st_value;
        return NULL;
    }
    return no_entry;
}

const char *ru_plugin_peek(ru_arena *a, const char *bytes, size_t size, const ruth_plugin **out) {
    Elf64_Ehdr h;
    image m = {0};
    tables t = {0};
    bool fits, dynamic = false;
    uint64_t address = 0;
    *out = NULL;
    if (!CAN_READ) return "on this machine what a file states cannot be read without loading it";
    if (!header_fits(bytes, size, &h)) return malformed;
    if (!lay_out(a, bytes, size, &h, &m, &fits)) return NULL;
    for (size_t i = 0; fits && i < h.e_phnum && !dynamic; i++) {
        Elf64_Phdr s = segment(bytes, &h, i);
        if (s.p_type == PT_DYNAMIC) dynamic = fits = read_dynamic(&m, &s, &t);
    }
    if (!fits || !dynamic) return malformed;
    if (!count_symbols(&m, &t)) return no_entry;
    if (!relocate(&m, &t)) return malformed;
    const char *why = find_entry(&m, &address);
    if (why) return why;
    if (!at(&m, address, sizeof(uint32_t) * 2)) return malformed;
    *out = entry_of(&m, a, address);
    return NULL;
}
