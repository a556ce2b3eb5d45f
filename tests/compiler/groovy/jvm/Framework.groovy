// A stand-in for the framework's searches: blocks are collected as the scripts declare them, and a search asks page
// after page for 25 objects until a page is shorter, as the framework does.
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.ArrayNode
import com.fasterxml.jackson.databind.node.ObjectNode
import groovy.json.JsonSlurper

class Framework {
    static final int PAGE = 25
    static final int MOST_REQUESTS = 200
    final Map<String, SearchBlock> searches = [:].withDefault { new SearchBlock() }
    final Closure server
    int requests = 0

    Framework(Closure server) { this.server = server }

    void load(ClassLoader loader, List<File> scripts) {
        scripts.each { file ->
            def binding = new Binding(objectClass: { String name, Closure body -> declare(name, body) })
            new GroovyShell(loader, binding).evaluate(file.getText('US-ASCII'))
        }
    }

    void declare(String name, Closure body) { run(new ClassBlock(search: searches[name]), body) }

    static Object run(Object delegate, Closure body) {
        def copy = (Closure) body.clone()
        copy.delegate = delegate
        copy.resolveStrategy = Closure.DELEGATE_FIRST
        return copy.call()
    }

    List<String> uids(String name, Filter filter) {
        def found = []
        search(name, filter, { found << it.uid.uidValue; true } as Handler)
        return found
    }

    void search(String name, Filter filter, Handler handler) {
        def block = searches[name]
        def custom = block.customs.find { filter == null ? it.empty : it.filters.any { f -> f.matches(filter) } }
        if (custom != null) {
            run(new ScriptContext(framework: this, name: name, filter: filter, handler: handler), custom.implementation)
            return
        }
        def endpoint = block.endpoints.values().find { filter == null ? it.empty : it.handlerOf(filter) != null }
        assert endpoint != null: "no request answers ${filter}"
        fetch(name, endpoint, filter, handler)
    }

    private void fetch(String name, EndpointBlock endpoint, Filter filter, Handler handler) {
        for (int page = 1; ; page++) {
            assert ++requests < MOST_REQUESTS: 'the list is asked for without end'
            def request = new Request(path: endpoint.path)
            if (endpoint.paging) { run([request: request, paging: [pageSize: PAGE, pageOffset: page]], endpoint.paging) }
            if (filter) {
                run([request: request, value: filter.value, values: [filter.value]], endpoint.handlerOf(filter))
            }
            def response = new Response(server.call(request))
            def batch = 0
            for (item in run([response: response], endpoint.extractor)) {
                assert item instanceof ObjectNode
                batch++
                if (!handler.handle(new Found(item.get('id').asText(), item))) { return }
            }
            if (endpoint.single || batch < PAGE) { return }
        }
    }
}

interface Handler { boolean handle(Object item) }

class Filter {
    String attribute, operator
    Object value
    def getAttribute() { [value: [value]] }
    String name() { this.@attribute }
}

class Specification {
    String attribute, operator
    Specification eq() { operator = 'eq'; this }
    Specification contains() { operator = 'contains'; this }
    Specification anySingleValue() { this }
    boolean matches(Filter filter) { attribute == filter.name() && operator == filter.operator }
}

class FilterBuilder {
    String attribute
    Filter eq(Object value) { new Filter(attribute: attribute, operator: 'eq', value: value) }
}

class Found {
    final Map uid
    final ObjectNode item
    Found(String uid, ObjectNode item) { this.uid = [uidValue: uid]; this.item = item }
}

class Request {
    String path
    Map<String, String> query = [:]
    Map<String, Object> places = [:]
    Map<String, String> headers = [:]
    Object method
    String sent
    Object posted() { assert method?.toString() == 'POST'; assert headers['Content-Type'] == 'application/json'; new JsonSlurper().parseText(sent) }
    Request httpMethod(Object value) { method = value; this }
    Request header(String name, Object value) { if (value != null) { headers[name] = value.toString() }; this }
    Request body(String value) { sent = value; this }
    Request queryParameter(String name, Object value) { if (value != null) { query[name] = value.toString() }; this }
    Request pathParameter(String name, Object value) { places[name] = value; this }
}

class Response {
    final Map answer
    Response(Map answer) { this.answer = answer }
    int statusCode() { answer.status ?: 200 }
    Object body() { new ObjectMapper().readTree(answer.body) }
    Map headers() { [allValues: { String name -> answer.links ?: [] }, firstValue: { String name -> Optional.ofNullable(answer.headers?[name]) }] }
}

class ClassBlock {
    SearchBlock search
    void search(Closure body) { Framework.run(search, body) }
}

class SearchBlock {
    Map<String, EndpointBlock> endpoints = [:]
    List<CustomBlock> customs = []
    void endpoint(String path, Closure body) { Framework.run(endpoints.computeIfAbsent(path) { new EndpointBlock(path: it) }, body) }
    void custom(Closure body) { def block = new CustomBlock(); customs << block; Framework.run(block, body) }
}

class EndpointBlock {
    static final JSON_ARRAY = ArrayNode
    String path
    Closure extractor, paging
    boolean empty, single
    Map<Specification, Closure> filters = [:]
    void responseFormat(Class<?> format) { }
    void objectExtractor(Closure body) { extractor = body }
    void pagingSupport(Closure body) { paging = body }
    void singleResult() { single = true }
    void emptyFilterSupported(boolean supported) { empty = supported }
    void supportedFilter(Specification specification, Closure body) { filters[specification] = body }
    Specification attribute(String name) { new Specification(attribute: name) }
    Closure handlerOf(Filter filter) { filters.find { it.key.matches(filter) }?.value }
}

class CustomBlock {
    boolean empty
    List<Specification> filters = []
    Closure implementation
    void emptyFilterSupported(boolean supported) { empty = supported }
    void supportedFilter(Specification specification) { filters << specification }
    void implementation(Closure body) { implementation = body }
    Specification attribute(String name) { new Specification(attribute: name) }
}

class ScriptContext {
    Framework framework
    String name
    Filter filter
    Handler handler
    Filter filter() { filter }
    Handler resultHandler() { handler }
    FilterBuilder attributeFilter(String attribute) { new FilterBuilder(attribute: attribute) }
    Searching objectClass(String name) { new Searching(framework: framework, name: name) }
}

class Searching {
    Framework framework
    String name
    void search(Filter filter, Handler handler) { framework.search(name, filter, handler) }
    List search() { def all = []; framework.search(name, null, { all << it; true } as Handler); all }
}
