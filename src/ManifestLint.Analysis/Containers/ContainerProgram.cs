using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Programs;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Containers;

/// <summary>What a container runs, read from its manifest and the ConfigMaps and Secrets beside it.</summary>
/// <param name="Plan">The processes.</param>
/// <param name="Environment">The environment of the first one.</param>
/// <param name="ReadFile">The text of a file as the container sees it, where a ConfigMap or Secret in the scan is mounted there; else null.</param>
public sealed record ContainerProgram(ProcessPlan Plan, ProgramEnvironment Environment, Func<string, Word?> ReadFile)
{
    /// <summary>The files that ConfigMaps and Secrets put into a folder of the container.</summary>
    public Func<string, MountedFolder> ListFiles { get; init; } = _ => MountedFolder.Nothing;

    /// <summary>True if a volume hides what the image has at a path.</summary>
    public Func<string, bool> IsMountedOver { get; init; } = static _ => false;

    /// <summary>True if a command, a script or a variable with a whole command names <c>java</c> as a program.</summary>
    public bool NamesJava { get; init; }

    /// <summary>True if the words of command and args speak of a JVM's heap or of a variable that every JVM reads.</summary>
    public bool MentionsHeap { get; init; }

    /// <summary>The paths of the files that <see cref="ReadFile"/> gives, in the order of their names.</summary>
    public Func<IEnumerable<string>> FilePaths { get; init; } = static () => [];

    private const int UnitsOfWord = 20;

    /// <summary>Reads a container's program.</summary>
    /// <param name="container">The container.</param>
    /// <param name="pod">Its pod, for volumes.</param>
    /// <param name="amounts">The pod's numbers, for the downward API.</param>
    /// <param name="set">The neighbours.</param>
    /// <param name="place">Where the pod stands.</param>
    /// <param name="made">What an operator starts in it; null for nothing.</param>
    public static ContainerProgram Read(
        ContainerSpec container,
        PodSpec pod,
        PodAmounts amounts,
        ManifestSet set,
        ObjectPlace place,
        MadeProgram? made = null
    )
    {
        var command = Words(container.Node, "command");
        var args = Words(container.Node, "args");
        if (made is not null && command is null)
            (command, args) = (made.Command, [.. made.Arguments, .. args ?? []]);
        var environment = ContainerVariables.Read(container, amounts, set, place, made?.Variables ?? []);
        var files = new MountedFiles(container, pod, set, place, made);
        if (ScriptOf(container) is { } script)
            return Of(script, command, args, environment, files);
        bool namesJava = (command ?? []).Any(StartsJava) || (args ?? []).Any(StartsJava) || environment.AnyValue(StartsJava);
        (command, args, environment) = ScriptPlaceholders.Apply(command, args, environment);
        var plan = ContainerProcesses.Resolve(command, args, environment, files.Read);
        if (made is { Beside.IsEmpty: false })
            plan = new ProcessPlan.SideBySide([plan, ContainerProcesses.Resolve(made.Beside, null, environment, files.Read)]);
        return new ContainerProgram(plan, environment, files.Read)
        {
            NamesJava = namesJava,
            MentionsHeap = Mentions((command ?? []).Concat(args ?? [])),
            FilePaths = files.Paths,
            ListFiles = files.List,
            IsMountedOver = files.Covers,
        };
    }

    // Where the file with a script stands, Tekton's and Argo's. Source: tektoncd/pipeline pkg/pod/script.go, argo-workflows workflow/common
    // (ExecutorScriptSourcePath).
    private const string ScriptPath = "/tekton/scripts/script";

    private static Word? ScriptOf(ContainerSpec container) =>
        container.ScriptKey is { } key && container.Node[key] is YamlScalar { IsNull: false, Value.Length: > 0 } text
            ? text.Value.Length <= Effort.LongestWord && Effort.Spend(text.Value.Length)
                ? Word.Of(text.Value, new TextOrigin.Argument(key) { Scalar = text })
                : Word.Unknown
            : null;

    /// <summary>A script in a field: Tekton runs it by its first line, else with sh, and args behind it; Argo hands the file to the command.</summary>
    private static ContainerProgram Of(
        Word script,
        ImmutableArray<Word>? command,
        ImmutableArray<Word>? args,
        ProgramEnvironment environment,
        MountedFiles files
    )
    {
        bool isShell = IsOfShell(script, command);
        var all = (command ?? []).Concat(args ?? []).Concat(isShell ? [script] : []).ToList();
        (command, args, environment) = ScriptPlaceholders.Apply(command, args, environment);
        if (script.IsKnown && ScriptTemplates.IsIn(script.Text))
        {
            script = isShell ? ScriptTemplates.Read(script) : Word.Unknown;
            environment = ScriptTemplates.With(environment);
        }
        if (script.IsKnown && isShell && ScriptTemplates.IsOfTask(script.Text))
        {
            script = ScriptTemplates.ReadTask(script);
            environment = ScriptTemplates.With(environment);
        }
        Word? Read(string path) => path == ScriptPath ? script : files.Read(path);
        var file = Word.Of(ScriptPath, script.Origin);
        ImmutableArray<Word> words =
            command is { IsEmpty: false } own ? [.. own, .. args ?? [], file]
            : script.IsKnown && script.Text.StartsWith("#!", StringComparison.Ordinal) ? [file, .. args ?? []]
            : [Word.Of("sh"), Word.Of("-e"), file, .. args ?? []];
        return new ContainerProgram(ContainerProcesses.Resolve(words, null, environment, Read), environment, Read)
        {
            NamesJava = all.Concat(environment.Variables.Values).Any(StartsJava),
            MentionsHeap = Mentions(all),
            FilePaths = files.Paths,
            ListFiles = files.List,
            IsMountedOver = files.Covers,
        };
    }

    // What a program of another language does with java in its text is its own.
    private static bool IsOfShell(Word script, ImmutableArray<Word>? command)
    {
        string? program =
            command is [{ IsKnown: true } first, ..] ? PathText.NameOf(first.Text)
            : command is { IsEmpty: false } ? null
            : Interpreter(script);
        return program is null || KnownImages.ProgramOf(program) is null or "tool";
    }

    // The program of its first line; null for none.
    private static string? Interpreter(Word script)
    {
        if (!script.IsKnown || !script.Text.StartsWith("#!", StringComparison.Ordinal))
            return null;
        string line = script.Text[2..].Split('\n')[0];
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Select(PathText.NameOf).FirstOrDefault(w => w != "env" && !w.StartsWith('-'));
    }

    private static bool StartsJava(Word word) => word.IsKnown && StartsJava(word.Text);

    private static bool Mentions(IEnumerable<Word> words) => words.Any(w => w.Outline is { } text && HeapWords.Any(text.Contains));

    private static readonly ImmutableArray<string> HeapWords =
    [
        "-Xm",
        "RAMPercentage",
        "MaxHeapSize",
        "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS",
    ];

    /// <summary>True if a text starts <c>java</c> with an option, an argument file or something that a variable holds.</summary>
    internal static bool StartsJava(string text)
    {
        const string Program = "java";
        for (int at = 0; (at = text.IndexOf(Program, at, StringComparison.Ordinal)) >= 0; at += Program.Length)
        {
            if (at > 0 && !char.IsWhiteSpace(text[at - 1]) && !";&|(`\"'/".Contains(text[at - 1], StringComparison.Ordinal))
                continue;
            var cursor = new TextCursor(text, at + Program.Length);
            if (cursor.TakeWhile(char.IsWhiteSpace) == 0)
                continue;
            cursor.TakeOne("\"'");
            if (cursor.TakeOne("-$@"))
                return true;
        }
        return false;
    }

    // Null where the key is absent; a value that is no list of scalars cannot be known.
    private static ImmutableArray<Word>? Words(YamlMapping container, string key)
    {
        if (container.Find(key) is not { } entry || entry.Value.Target is YamlScalar { IsNull: true })
            return null;
        if (entry.Value.Target is not YamlSequence list)
            return [Word.UnknownMany];
        if (!Effort.Spend(UnitsOfWord * list.Items.Length))
            return [Word.UnknownMany];
        return
        [
            .. list.Items.Select(
                (item, i) =>
                    item.Target is YamlScalar scalar && scalar.Value.Length <= Effort.LongestWord && Effort.Spend(scalar.Value.Length)
                        ? Word.Of(scalar.Value, new TextOrigin.Argument(key, i) { Scalar = scalar })
                        : Word.Unknown
            ),
        ];
    }
}
