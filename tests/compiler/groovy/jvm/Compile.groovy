// Compile every script below the folder given, the same text once; print those that do not compile, then their number.
def folder = new File(args[0])
def loader = Stubs.loader(getClass().classLoader)
def seen = [] as Set
folder.eachFileRecurse { file ->
    if (!file.name.endsWith('.groovy')) { return }
    def text = file.getText('US-ASCII')
    if (!seen.add(text)) { return }
    try {
        new GroovyShell(loader, new Binding()).parse(text, 'Script' + seen.size() + '.groovy')
    } catch (Exception failure) {
        println("${file.parentFile.name}/${file.name}: ${failure.message}")
    }
}
println("compiled ${seen.size()}")
