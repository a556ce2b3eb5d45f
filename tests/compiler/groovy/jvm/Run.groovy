// Run the list of each case against a server that pages as the case says; print the identifiers found, as JSON.
import groovy.json.JsonOutput

def folder = new File(args[0])
def total = 60
def page = { int from, int size -> (from..<Math.max(from, Math.min(from + size, total))).collect { [id: it.toString(), name: 'n' + it] } }
def items = { int from, int size, Map more = [:] -> [body: JsonOutput.toJson([items: page(from, size)] + more)] }
def number = { request, name, missing -> (request.query[name] ?: missing) as int }
def servers = [
    page_from_zero: { r -> items(number(r, 'page', -1) * number(r, 'per_page', -1), number(r, 'per_page', -1)) },
    offset: { r -> items(number(r, 'offset', -1), number(r, 'limit', -1)) },
    offset_from_one: { r -> items(number(r, 'startIndex', -1) - 1, number(r, 'count', -1)) },
    page_cap_below_25: { r -> items((number(r, 'page', -1) - 1) * 10, Math.min(10, number(r, 'limit', -1))) },
    offset_without_size: { r -> items(number(r, 'skip', -1), 7) },
    cursor: { r ->
        def from = number(r, 'page[after]', 0)
        def next = from + 20 < total ? (from + 20).toString() : null
        items(from, 20, [meta: ['next/cursor': next]])
    },
    link_header: { r ->
        def at = number(r, 'page', 1)
        def links = ['<https://acme.example/users?page=1>; rel="first", <https://acme.example/users?page=' + (at + 1) + '&per_page=25>; rel="next"']
        items((at - 1) * 25, number(r, 'per_page', -1)) + [links: at < 3 ? links : []]
    },
    cursor_in_headers: { r ->
        def from = (r.headers['X-Cursor'] ?: 0) as int
        items(from, number(r, 'limit', -1)) + [headers: from + 25 < total ? ['X-Next-Cursor': (from + 25).toString()] : [:]]
    },
    listed_by_post_with_a_cursor: { r ->
        def sent = r.posted().page
        def from = (sent.after ?: 0) as int
        assert !sent.containsKey('after') || sent.after != null
        items(from, sent.size, [page: [next: from + sent.size < total ? (from + sent.size).toString() : '']])
    },
    listed_by_post_in_short_pages: { r -> items(r.posted().from + 0, Math.min(10, r.posted().size)) },
    odata_by_number: { r -> items(number(r, '$skip', -1), number(r, '$top', -1)) },
    odata_by_link: { r ->
        def from = number(r, '$skiptoken', 0)
        assert number(r, '$top', -1) == 25
        items(from, 25, from + 25 < total ? ['@odata.nextLink': 'https://acme.example/users?$skiptoken=' + (from + 25) + '&$top=25'] : [:])
    },
    next_url: { r ->
        def from = number(r, 'from', 0)
        assert from == 0 || r.query['q'] == 'a b&c'
        items(from, 9, [links: [next: from + 9 < total ? 'https://elsewhere.example/x?from=' + (from + 9) + '&q=a%20b%26c' : null]])
    },
]
def lists = servers.collectEntries { name, server ->
    def framework = new Framework(server)
    framework.load(Stubs.loader(getClass().classLoader), [new File(folder, name + '/User.search.all.op.groovy')])
    [name, framework.uids('User', null)]
}

def attempt = { String name, String type = 'User', List<String> scripts, Closure server, Filter filter ->
    def framework = new Framework(server)
    framework.load(Stubs.loader(getClass().classLoader), scripts.collect { new File(folder, name + '/' + it) })
    def found = []
    try {
        framework.search(type, filter, { found << it.item.toString(); true } as Handler)
    } catch (RuntimeException failure) {
        return failure.message
    }
    return found
}
def byId = { new Filter(attribute: 'id', operator: 'eq', value: '7') }
def all = 'User.search.all.op.groovy', one = 'User.search.id.op.groovy'
def results = [
    lists: lists,
    repeating_pages: attempt('page_cap_below_25', [all], { r -> items(0, 10) }, null),
    repeating_cursor: attempt('cursor', [all], { r -> items(0, 10, [meta: ['next/cursor': 'again']]) }, null),
    refused: attempt('offset', [all], { r -> [status: 401, body: '{}'] }, null),
    unknown: attempt('complete', [one], { r -> [status: 404, body: '{}'] }, byId()),
    filled: attempt('complete', [one], { r -> [body: '{"id":7,"login":"u","email":null,"active":true}'] }, byId()),
    placed: attempt('complete', [one], { r -> [body: '{"id":' + r.places.id + '}'] }, byId()),
    by_key: attempt('objects_by_key', [all], { r -> [body: '{"users":{"a":{"name":"A"},"b":{"id":"x"}}}'] }, null),
    identifiers: attempt('list_of_identifiers', [all], { r -> [body: '{"ocs":{"data":["a","b"]}}'] }, null),
    scanned: attempt('read_through_the_list', [all, one], { r -> [body: '[{"id":"6"},{"id":"7","name":"N"}]'] }, byId()),
    inside: attempt('list_inside_a_parent', ['Organization.search.all.op.groovy', all], { r ->
        r.path == 'orgs' ? [body: '[{"id":"o1"},{"id":"o2"}]'] : [body: '[{"id":"both"},{"id":"in-' + r.places.id + '"}]']
    }, null),
    pages_inside: attempt('pages_inside_a_parent', ['Organization.search.all.op.groovy', all], { r ->
        if (r.path == 'orgs') { return [body: '[{"id":"o1"},{"id":"o2"}]'] }
        def at = number(r, 'page', 1)
        def links = ['<https://acme.example/x?page=' + (at + 1) + '&per_page=25>; rel="next"']
        [body: '[{"id":"both"},{"id":"' + r.places.id + '-' + at + '"}]', links: at < 2 ? links : []]
    }, null),
    short_pages_inside: attempt('pages_inside_a_parent', 'Team', ['Organization.search.all.op.groovy', 'Team.search.all.op.groovy'], { r ->
        if (r.path == 'orgs') { return [body: '[{"id":"o1"},{"id":"o2"}]'] }
        def at = number(r, 'page', -1)
        [body: at < 3 ? '[{"id":"' + r.places.id + '-' + at + '"}]' : '[]']
    }, null),
    absent_item: attempt('wrapped_answers', [one], { r -> [body: '{"result":{}}'] }, byId()),
]
println(JsonOutput.toJson(results))
