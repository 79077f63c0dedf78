namespace ManifestLint.Composition.Merging;

/// <summary>What could not be had, and why.</summary>
internal enum GapKind
{
    NeedsNetwork,
    Missing,
    FolderWithoutKustomization,
    FolderUnreadable,
    ComponentNeedsNetwork,
    ComponentNotFolder,
    ComponentWithoutKustomization,
    ComponentUnreadable,
    PatchNeedsNetwork,
    PatchMissing,
    NeedsHelm,
    GeneratorIsProgram,
    TransformerIsProgram,
    ReplacementsMissing,
    ConfigurationMissing,
    SchemaNotRead,
    DefinitionMissing,
    DefinitionNotRead,
}

/// <summary>What could not be had and why, with the words of the author that it names.</summary>
public sealed record GapReason
{
    internal const string NoKustomization = "it holds no kustomization.yaml";

    private readonly GapKind _kind;
    private readonly string _first;
    private readonly string _second;

    internal GapReason(GapKind kind, string first, string second) => (_kind, _first, _second) = (kind, first, second);

    internal static string Unreadable(string problem) => $"its kustomization cannot be read: {problem}";

    /// <summary>A clause without a full stop.</summary>
    public override string ToString() =>
        _kind switch
        {
            GapKind.NeedsNetwork => $"{_first} needs a network",
            GapKind.Missing => $"{_first} is missing: {_second}",
            GapKind.FolderWithoutKustomization => $"{_first} cannot be taken in: {NoKustomization}",
            GapKind.FolderUnreadable => $"{_first} cannot be taken in: {Unreadable(_second)}",
            GapKind.ComponentNeedsNetwork => $"the component {_first} needs a network",
            GapKind.ComponentNotFolder => $"the component {_first} is not a folder that can be read",
            GapKind.ComponentWithoutKustomization => $"the component {_first} cannot be taken in: {NoKustomization}",
            GapKind.ComponentUnreadable => $"the component {_first} cannot be taken in: {Unreadable(_second)}",
            GapKind.PatchNeedsNetwork => $"the patch {_first} is missing: it needs a network",
            GapKind.PatchMissing => $"the patch {_first} is missing: it does not exist or cannot be read",
            GapKind.NeedsHelm => $"{_first} needs helm",
            GapKind.GeneratorIsProgram => $"the generator {_first} is a program of its own",
            GapKind.TransformerIsProgram => $"the transformer {_first} is a program of its own",
            GapKind.ReplacementsMissing => $"the replacements {_first} are missing",
            GapKind.ConfigurationMissing => $"the configuration {_first} is missing",
            GapKind.SchemaNotRead => $"the schema {_first} is not read",
            GapKind.DefinitionMissing => $"the definition {_first} is missing",
            GapKind.DefinitionNotRead => $"the definition {_first} is not read",
            _ => throw new InvalidOperationException(),
        };
}
