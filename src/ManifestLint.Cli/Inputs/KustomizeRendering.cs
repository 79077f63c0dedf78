using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Surface;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Rendered;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Inputs;

/// <summary>
/// What <c>kubectl kustomize DIR</c> renders, and where each document comes from. Kustomize tells that only where a kustomization asks for
/// it (<c>buildMetadata: [originAnnotations]</c>) and has no option for it; so a kustomization in a temporary folder asks for it and names
/// DIR, and the annotation is taken out of what comes back. Nothing is written in the folders of the user.
/// </summary>
internal sealed partial class KustomizeRendering
{
    private const string OriginKey = "config.kubernetes.io/origin";

    // More is no project of people.
    private const int MostKustomizations = 1000;

    private readonly bool _isAbsolute;

    private KustomizeRendering(SourceText text, ImmutableArray<string?> origins, string folder, bool isAbsolute) =>
        (Text, Origins, Folder, _isAbsolute) = (text, origins, folder, isAbsolute);

    /// <summary>The rendering, as <c>kubectl kustomize DIR</c> prints it; its path is <c>DIR (rendered)</c>.</summary>
    public SourceText Text { get; }

    /// <summary>For each document the full path of the file it comes from; null for what is generated, comes from elsewhere or is not known.</summary>
    public ImmutableArray<string?> Origins { get; }

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Renders a folder; null after messages if that is not possible.</summary>
    /// <param name="folder">The path as given.</param>
    /// <param name="isVerbose">True to pass on what kubectl warns of.</param>
    public static KustomizeRendering? Render(string folder, bool isVerbose)
    {
        string full = Path.GetFullPath(folder.Length == 0 ? "." : folder);
        var kind = FileKinds.Of(full);
        if (kind != FileKind.Folder)
        {
            string hint =
                kind == FileKind.Missing && NearestName.Find(folder, Directory.GetCurrentDirectory()) is { } nearest
                    ? $" (did you mean {nearest}?)"
                    : "";
            Terminal.Error(
                kind == FileKind.Missing ? $"--kustomize: {folder} does not exist{hint}" : $"--kustomize: {folder} is no folder"
            );
            return null;
        }
        string? file = Kustomization.FileNames.Select(name => Path.Join(full, name)).FirstOrDefault(f => FileKinds.Of(f) == FileKind.File);
        if (file is null)
        {
            Terminal.Error($"--kustomize: {folder} holds no kustomization.yaml");
            return null;
        }
        if (Find("kubectl") is not { } kubectl)
        {
            Terminal.Error("--kustomize starts kubectl, which is not on PATH");
            return null;
        }
        string shown = ManifestFiles.Display(folder) is { Length: > 0 } display ? display : ".";
        bool asksItself = TextFiles.Read(file).Text?.Contains("originAnnotations", StringComparison.Ordinal) == true;
        var (rendered, origin) = asksItself ? (null, full) : RunBeside(kubectl, full);
        if (rendered is not { Problem: null })
        {
            // Whatever is wrong with the folder is told in terms of the folder; whatever is wrong with the way around it is forgotten.
            (rendered, origin) = (Run(kubectl, shown.StartsWith('-') ? "./" + shown : shown), full);
            asksItself = true;
        }
        if (isVerbose || rendered.Value.Problem is not null)
        {
            foreach (string line in rendered.Value.Notes)
                Terminal.Error($"kubectl kustomize {shown}: {line}");
        }
        if (rendered.Value.Problem is { } problem)
        {
            if (problem.Length > 0)
                Terminal.Error($"kubectl kustomize {shown}: {problem}");
            return null;
        }
        var (text, origins) = TakeOrigins(new SourceText($"{shown} (rendered)", rendered.Value.Output), origin, keepsThem: asksItself);
        return new KustomizeRendering(text, origins, ManifestFiles.WithForwardSlashes(full), Path.IsPathFullyQualified(folder));
    }

    /// <summary>What is known of the files it was made of, patches included.</summary>
    public RenderedOrigins WithPatches()
    {
        string working = Directory.GetCurrentDirectory();
        var patches = new List<string>();
        AddPatches(Folder, patches, []);
        return new RenderedOrigins(Text, Origins, [.. patches], file =>
            TextFiles.Read(file).Text is { } text
                ? new SourceText(ManifestFiles.WithForwardSlashes(_isAbsolute ? file : Path.GetRelativePath(working, file)), text)
                : null
        );
    }

    private static void AddPatches(string folder, List<string> patches, HashSet<string> seen)
    {
        if (seen.Count >= MostKustomizations || !seen.Add(folder))
            return;
        foreach (string name in Kustomization.FileNames)
        {
            string file = $"{folder}/{name}";
            if (Sources.ReadPatch(file) is not { } text || YamlReader.ReadYaml(text).Documents is not [{ Root: YamlMapping root }, ..])
                continue;
            var kustomization = Kustomization.Read(root, file);
            patches.AddRange(kustomization.PatchFiles.Select(p => p.File).Where(f => FileKinds.Of(f) == FileKind.File));
            foreach (
                string inner in kustomization.Components.Concat(kustomization.Resources).Where(r => FileKinds.Of(r) == FileKind.Folder)
            )
                AddPatches(inner, patches, seen);
        }
    }

    // Null where a temporary folder cannot be had.
    private static (Rendered? Rendered, string Origin) RunBeside(string kubectl, string folder)
    {
        DirectoryInfo? temporary = null;
        EventHandler remove = (_, _) => Remove(temporary);
        AppDomain.CurrentDomain.ProcessExit += remove;
        try
        {
            temporary = Interruption.Step(() => temporary = Directory.CreateTempSubdirectory("manifestlint-"));
            string beside = RealPath.Of(temporary.FullName);
            string relative = Path.GetRelativePath(beside, RealPath.Of(folder)).Replace('\\', '/');
            File.WriteAllText(
                Path.Join(beside, "kustomization.yaml"),
                $"resources: [\"{JsonEncodedText.Encode(relative)}\"]\nbuildMetadata: [originAnnotations]\n"
            );
            return (Run(kubectl, beside), beside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, folder);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= remove;
            Remove(temporary);
        }
    }

    private static void Remove(DirectoryInfo? folder)
    {
        try
        {
            folder?.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It holds one small file, and the system clears its temporary folder.
        }
    }

    private static Rendered Run(string kubectl, string folder)
    {
        var start = new ProcessStartInfo(kubectl, ["kustomize", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var reading = TextFiles.Read(process.StandardOutput.BaseStream);
            process.WaitForExit();
            var lines = errors
                .GetAwaiter()
                .GetResult()
                .Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
                .Select(Plain)
                .OfType<string>()
                .ToArray();
            string? problem =
                process.ExitCode == 0 ? reading.Problem?.Message
                : lines.Length == 0 ? $"exit code {process.ExitCode}"
                : "";
            return new Rendered(reading.Text ?? "", problem, lines);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new Rendered("", $"{kubectl} cannot be started", []);
        }
    }

    // kubectl's own words, without the time and the number of its process; null for a line that says nothing.
    private static string? Plain(string line)
    {
        if (line.StartsWith("error: ", StringComparison.Ordinal))
            return line["error: ".Length..];
        if (LogLine().Match(line) is not { Success: true } log)
            return line.Trim() == ">" ? null : line.TrimStart('\t', '#', ' ').TrimEnd();
        // A text of several lines stands between err=< and >.
        return log.Groups["text"] is { Success: true } text ? text.Value.Replace("\\\"", "\"", StringComparison.Ordinal) : null;
    }

    // Not left to the system: it would look into the current folder first, and start what somebody else put there.
    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(folder =>
                OperatingSystem.IsWindows() ? new[] { Path.Join(folder, program + ".exe") } : [Path.Join(folder, program)]
            )
            .FirstOrDefault(file => FileKinds.Of(file) == FileKind.File);

    // An annotation that was asked for here goes, so that lines are those of kubectl kustomize DIR.
    private static (SourceText Text, ImmutableArray<string?> Origins) TakeOrigins(SourceText rendered, string folder, bool keepsThem)
    {
        var origins = ImmutableArray.CreateBuilder<string?>();
        var edits = new List<TextEdit>();
        foreach (var document in YamlReader.Read(rendered).Documents)
        {
            var metadata = (document.Root as YamlMapping)?["metadata"] as YamlMapping;
            var annotations = metadata?["annotations"] as YamlMapping;
            if (annotations?.Find(OriginKey) is not { Value: YamlScalar origin } entry)
            {
                origins.Add(null);
                continue;
            }
            origins.Add(FileOf(origin.Value, folder));
            var whole = annotations.Entries.Length == 1 ? metadata!.Find("annotations")!.Value.Key : entry.Key;
            var end = origin.Location.End;
            int first = whole.Location.Start.Line,
                next = end.Column == 1 ? end.Line : end.Line + 1;
            if (next <= rendered.LineCount)
                edits.Add(new TextEdit(new Location(rendered, new TextSpan(rendered.StartOfLine(first), rendered.StartOfLine(next))), ""));
        }
        return (keepsThem ? rendered : new SourceText(rendered.Path, TextEdits.Apply(rendered, edits)), origins.ToImmutable());
    }

    private static string? FileOf(string origin, string folder) =>
        YamlReader.Read(new SourceText("origin", origin)).Documents is [{ Root: YamlMapping from }, ..]
        && from["repo"] is null
        && from.TextAt("path") is { Length: > 0 } path
            ? ManifestFiles.WithForwardSlashes(Path.GetFullPath(path, folder))
            : null;

    // klog's header, as kubectl prints it where it was built with it: E1120 20:43:42.284676   10125 run.go:72] "command failed" err="…"
    [GeneratedRegex(
        """^[A-Z]\d{4} [\d:.]+ +\d+ [^\]]+\] "command failed" err=("(?<text>.*)"|<)$""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex LogLine();

    private readonly record struct Rendered(string Output, string? Problem, string[] Notes);
}
