/* Loops over PDFium's calls, one pass for many. What pdf_columns.py does call by call, record for record the same.

   PDFium is not linked: the addresses of its functions come in. No record is written beyond the capacity given;
   what was needed is returned, so that the caller can ask again. */

#include <stdint.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

enum { TEXT = 1, PATH = 2, IMAGE = 3, FORM = 5 };
enum { MOST_OBJECTS = 200000, MOST_SEGMENTS = 4000, DEEPEST = 12, PLAIN_SEGMENTS = 5, WHITE = 250 };
#define FARTHEST 1e9f

typedef void *handle;

/* In the order of CALLS in pdf_columns.py. */
struct calls {
    unsigned (*character_code)(handle, int);
    int (*is_generated)(handle, int);
    handle (*text_object)(handle, int);
    int (*character_origin)(handle, int, double *, double *);
    int (*character_matrix)(handle, int, float *);
    double (*character_size)(handle, int);
    int (*is_unmapped)(handle, int);
    int (*glyph_width)(handle, unsigned, float, float *);
    handle (*object_font)(handle);
    int (*render_mode)(handle);
    int (*fill_colour)(handle, unsigned *, unsigned *, unsigned *, unsigned *);
    int (*stroke_colour)(handle, unsigned *, unsigned *, unsigned *, unsigned *);
    handle (*clip_path)(handle);
    int (*count_clip_paths)(handle);
    int (*count_clip_segments)(handle, int);
    handle (*clip_segment)(handle, int, int);
    int (*segment_point)(handle, float *, float *);
    int (*count_objects)(handle);
    handle (*page_object)(handle, int);
    int (*object_type)(handle);
    int (*count_form_objects)(handle);
    handle (*form_object)(handle, unsigned long);
    int (*object_matrix)(handle, float *);
    int (*object_bounds)(handle, float *, float *, float *, float *);
    int (*path_draw_mode)(handle, int *, int *);
    int (*count_segments)(handle);
    handle (*path_segment)(handle, int);
    int (*segment_type)(handle);
    int (*segment_closes)(handle);
    int (*stroke_width)(handle, float *);
};

struct character { double x, y; uint64_t object; uint32_t code; int32_t index; };
struct style { double size; uint64_t font; float matrix[6]; float clip[4]; int32_t mode; int32_t white; };
struct glyph { float width; int32_t unmapped; };
struct object {
    uint64_t object; float bounds[4]; float matrix[6]; float clip[4]; float width;
    int32_t kind, parent, filled, stroked, segments;
};
struct segment { float x, y; int32_t kind, closes; };

/* The rectangle around what the clip of an object lets through: x0, y0, x1, y1. */
static void read_clip(const struct calls *ask, handle item, float *clip)
{
    clip[0] = clip[1] = -FARTHEST;
    clip[2] = clip[3] = FARTHEST;
    handle path = ask->clip_path(item);
    int paths = path ? ask->count_clip_paths(path) : 0;
    for (int p = 0; p < paths; p++) {
        int count = ask->count_clip_segments(path, p), points = 0;
        float box[4] = {0, 0, 0, 0}, x, y;
        for (int s = 0; s < count && s < MOST_SEGMENTS; s++) {
            if (!ask->segment_point(ask->clip_segment(path, p, s), &x, &y)) continue;
            if (!points || x < box[0]) box[0] = x;
            if (!points || y < box[1]) box[1] = y;
            if (!points || x > box[2]) box[2] = x;
            if (!points || y > box[3]) box[3] = y;
            points++;
        }
        if (!points) continue;
        if (box[0] > clip[0]) clip[0] = box[0];
        if (box[1] > clip[1]) clip[1] = box[1];
        if (box[2] < clip[2]) clip[2] = box[2];
        if (box[3] < clip[3]) clip[3] = box[3];
    }
}

static int is_white(const struct calls *ask, handle item, int stroke)
{
    unsigned red = 0, green = 0, blue = 0, alpha = 0;
    int known = stroke ? ask->stroke_colour(item, &red, &green, &blue, &alpha)
                       : ask->fill_colour(item, &red, &green, &blue, &alpha);
    return known && (!alpha || (red >= WHITE && green >= WHITE && blue >= WHITE));
}

/* Raised with every change of this file, here and in pdf_compiled.py: a library left from before is not used. */
EXPORT int32_t columns_version(void) { return 1; }

EXPORT int64_t read_characters(const struct calls *ask, handle text, int64_t count, struct character *found)
{
    int64_t kept = 0;
    for (int index = 0; index < count; index++) {
        unsigned code = ask->character_code(text, index);
        if (code <= 32 && ask->is_generated(text, index) == 1) continue;
        handle item = ask->text_object(text, index);
        if (!item) continue;
        struct character *one = &found[kept++];
        one->x = one->y = 0;
        ask->character_origin(text, index, &one->x, &one->y);
        one->object = (uint64_t)(uintptr_t)item;
        one->code = code;
        one->index = index;
    }
    return kept;
}

EXPORT void read_styles(const struct calls *ask, handle text, int64_t count, const struct character *first,
                        struct style *found)
{
    for (int64_t i = 0; i < count; i++) {
        handle item = (handle)(uintptr_t)first[i].object;
        struct style *one = &found[i];
        for (int m = 0; m < 6; m++) one->matrix[m] = 0;
        ask->character_matrix(text, first[i].index, one->matrix);
        one->size = ask->character_size(text, first[i].index);
        one->font = (uint64_t)(uintptr_t)ask->object_font(item);
        one->mode = ask->render_mode(item);
        one->white = is_white(ask, item, one->mode == 1 || one->mode == 5);
        read_clip(ask, item, one->clip);
    }
}

EXPORT void read_glyphs(const struct calls *ask, handle text, int64_t count, const uint64_t *font,
                        const struct character *first, struct glyph *found)
{
    for (int64_t i = 0; i < count; i++) {
        handle face = (handle)(uintptr_t)font[i];
        float width = 0;
        int known = face && ask->glyph_width(face, first[i].code, 1.0f, &width);
        found[i].width = known ? width : 0;
        found[i].unmapped = ask->is_unmapped(text, first[i].index) == 1;
    }
}

struct walk {
    const struct calls *ask;
    struct object *objects;
    struct segment *segments;
    int64_t most_objects, most_segments, object_count, segment_count;
    int left;
};

static void visit_path(struct walk *walk, handle item, struct object *one)
{
    const struct calls *ask = walk->ask;
    int mode = 0, stroke = 0;
    if (!ask->path_draw_mode(item, &mode, &stroke)) return;
    one->stroked = stroke && !is_white(ask, item, 1);
    one->filled = mode && !is_white(ask, item, 0);
    if (!one->filled && !one->stroked) return;
    read_clip(ask, item, one->clip);
    int count = ask->count_segments(item);
    if (one->filled && !one->stroked && count <= PLAIN_SEGMENTS) {
        ask->object_bounds(item, &one->bounds[0], &one->bounds[1], &one->bounds[2], &one->bounds[3]);
        return;
    }
    if (count > MOST_SEGMENTS) {
        one->filled = one->stroked = 0;
        return;
    }
    ask->object_matrix(item, one->matrix);
    if (one->stroked) ask->stroke_width(item, &one->width);
    for (int s = 0; s < count; s++) {
        if (walk->segment_count < walk->most_segments) {
            struct segment *point = &walk->segments[walk->segment_count];
            handle segment = ask->path_segment(item, s);
            point->x = point->y = 0;
            ask->segment_point(segment, &point->x, &point->y);
            point->kind = ask->segment_type(segment);
            point->closes = ask->segment_closes(segment) != 0;
        }
        walk->segment_count++;
    }
    one->segments = count;
}

static void visit(struct walk *walk, handle item, int parent, int depth)
{
    const struct calls *ask = walk->ask;
    if (!item || walk->left <= 0) return;
    walk->left--;
    int kind = ask->object_type(item);
    if (kind != TEXT && kind != PATH && kind != IMAGE && (kind != FORM || depth >= DEEPEST)) return;
    struct object spare, *one = walk->object_count < walk->most_objects ? &walk->objects[walk->object_count] : &spare;
    int self = (int)walk->object_count++;
    one->object = (uint64_t)(uintptr_t)item;
    for (int i = 0; i < 4; i++) one->bounds[i] = 0;
    for (int i = 0; i < 6; i++) one->matrix[i] = i == 0 || i == 3;
    one->clip[0] = one->clip[1] = -FARTHEST;
    one->clip[2] = one->clip[3] = FARTHEST;
    one->width = 0;
    one->kind = kind;
    one->parent = parent;
    one->filled = one->stroked = one->segments = 0;
    if (kind == PATH) {
        visit_path(walk, item, one);
    } else if (kind == FORM) {
        ask->object_matrix(item, one->matrix);
        read_clip(ask, item, one->clip);
        int count = ask->count_form_objects(item);
        for (int i = 0; i < count && i < MOST_OBJECTS; i++)
            visit(walk, ask->form_object(item, (unsigned long)i), self, depth + 1);
    } else {
        ask->object_bounds(item, &one->bounds[0], &one->bounds[1], &one->bounds[2], &one->bounds[3]);
        if (kind == IMAGE) read_clip(ask, item, one->clip);
    }
}

EXPORT void read_objects(const struct calls *ask, handle page, int64_t most_objects, struct object *objects,
                         int64_t most_segments, struct segment *segments, int64_t *needed)
{
    struct walk walk = {ask, objects, segments, most_objects, most_segments, 0, 0, MOST_OBJECTS};
    int count = ask->count_objects(page);
    for (int i = 0; i < count && i < MOST_OBJECTS; i++) visit(&walk, ask->page_object(page, i), -1, 0);
    needed[0] = walk.object_count;
    needed[1] = walk.segment_count;
}
