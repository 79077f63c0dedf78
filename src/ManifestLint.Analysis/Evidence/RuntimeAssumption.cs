namespace ManifestLint.Evidence;

/// <summary>What the facts of a runtime rest on where a manifest does not tell. The cases below are all there are; <see cref="ToString"/> alone makes
/// words of them: a clause that stands behind "if".</summary>
public abstract record RuntimeAssumption
{
    private RuntimeAssumption() { }

    /// <summary>True if it is about a start script, which another image or an author may change; else about what an image holds.</summary>
    public bool IsOfScript =>
        this is ScriptPassesOn or ScriptLeavesItSo or ScriptSetsNoHeap or ScriptReads or NothingSets or PackageSetsNone;

    /// <summary>A start script hands a variable to the program.</summary>
    public sealed record ScriptPassesOn(string Variable) : RuntimeAssumption;

    /// <summary>A start script takes nothing away and adds nothing.</summary>
    public sealed record ScriptLeavesItSo : RuntimeAssumption;

    /// <summary>A start script sets no heap by itself.</summary>
    public sealed record ScriptSetsNoHeap : RuntimeAssumption;

    /// <summary>A start script that cannot be followed reads a file, as the one of a chart does.</summary>
    /// <param name="File">The file's name.</param>
    /// <param name="Chart">Whose chart.</param>
    /// <param name="Setting">What it does not set by itself.</param>
    public sealed record ScriptReads(string File, string Chart, string Setting) : RuntimeAssumption;

    /// <summary>A name that a script reads and the manifest does not set is not set elsewhere.</summary>
    public sealed record NothingSets(string Name) : RuntimeAssumption;

    /// <summary>What the container takes from objects that are not in the scan sets no other.</summary>
    public sealed record SourcesSetNone : RuntimeAssumption;

    /// <summary>What a script sources, and nobody sees, sets no other.</summary>
    public sealed record SourcedFilesSetNone : RuntimeAssumption;

    /// <summary>A program that brings variables from elsewhere leaves one as it is written.</summary>
    /// <param name="Wrapper">The program.</param>
    public sealed record WrapperSetsNone(string Wrapper) : RuntimeAssumption;

    /// <summary>A file that a configuration includes behind a setting, and that nobody sees, sets no other.</summary>
    /// <param name="Path">The file or folder as it is written.</param>
    public sealed record IncludedSetsNone(string Path) : RuntimeAssumption;

    /// <summary>The scripts of package.json bring no option of their own.</summary>
    public sealed record PackageSetsNone(bool IsSet) : RuntimeAssumption;

    /// <summary>What runs reads a file as it is mounted, in whatever folder it is started, and nothing replaces it first.</summary>
    /// <param name="File">The file's name.</param>
    public sealed record RunsMounted(string File) : RuntimeAssumption;

    /// <summary>The image's own command line brings no option of its own.</summary>
    public sealed record CommandSetsNone : RuntimeAssumption;

    /// <summary>The image's entrypoint hands its arguments to the program.</summary>
    public sealed record EntrypointPassesArguments : RuntimeAssumption;

    /// <summary>The image sets nothing beside what the manifest sets.</summary>
    public sealed record ImageSetsNothingElse : RuntimeAssumption;

    /// <summary>The image turns a variable into the setting.</summary>
    public sealed record ImagePassesOn(string Variable) : RuntimeAssumption;

    /// <summary>The image runs a program.</summary>
    public sealed record ImageRuns(string Program) : RuntimeAssumption;

    /// <summary>The image sizes the heap as its documentation says.</summary>
    /// <param name="Like">The image that it is taken for; null if it is that one.</param>
    public sealed record ImageSizesHeap(string? Like) : RuntimeAssumption;

    /// <summary>A program that is not known takes an option, or hands it on to one that does.</summary>
    public sealed record ProgramTakes(string Option) : RuntimeAssumption;

    /// <summary>The program has a library in it.</summary>
    public sealed record ProgramUses(string Library) : RuntimeAssumption;

    /// <summary>The clause.</summary>
    public sealed override string ToString() =>
        this switch
        {
            ScriptPassesOn script => $"the image's start script passes {script.Variable} on",
            ScriptLeavesItSo => "the image's start script leaves it so",
            ScriptSetsNoHeap => "the image's start script sets no heap",
            ScriptReads script =>
                $"the start script reads {script.File}, as the one of {script.Chart}'s chart does, and sets no {script.Setting} of its own",
            NothingSets unset => $"nothing sets {unset.Name}",
            SourcesSetNone => "nothing that envFrom takes from outside of the scan sets another",
            WrapperSetsNone brought => $"nothing that {brought.Wrapper} brings sets another",
            IncludedSetsNone included => $"{included.Path}, which is included behind it, sets no other",
            SourcedFilesSetNone => "no file that its script sources sets another",
            PackageSetsNone package => $"no script in package.json sets {(package.IsSet ? "another" : "one")}",
            RunsMounted mounted => $"the mounted {mounted.File} is the one in force",
            CommandSetsNone => "the image's start command sets no heap of its own",
            EntrypointPassesArguments => "the image's entrypoint passes its arguments on",
            ImageSetsNothingElse => "the image sets nothing else",
            ImagePassesOn image => $"the image passes {image.Variable} on",
            ImageRuns image => $"the image runs {image.Program}",
            ImageSizesHeap { Like: { } like } => $"the image sizes the heap as {like} does",
            ImageSizesHeap => "the image sizes the heap as its documentation says",
            ProgramTakes program => $"the program takes {program.Option} as a JVM does",
            ProgramUses program => $"the program uses {program.Library}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
