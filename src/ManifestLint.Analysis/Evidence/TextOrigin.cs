using ManifestLint.Neighbours;
using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Evidence;

/// <summary>Which other amount of the pod one is taken from, where none is written.</summary>
public enum OtherAmount
{
    /// <summary>A request takes its limit (D-2), a pod-level one too (D-4).</summary>
    Limit,

    /// <summary>A pod-level limit takes the pod-level request (D-6).</summary>
    Request,

    /// <summary>A container without a limit shares the pod's (CG-1).</summary>
    PodLimit,

    /// <summary>A pod-level amount takes that of the containers together, before LimitRanges inject (D-4).</summary>
    WrittenContainers,

    /// <summary>A pod-level amount takes that of the containers together, with what LimitRanges inject (D-6).</summary>
    Containers,
}

/// <summary>
/// Where a text, a setting or an amount comes from: by which way it reaches what reads it. The cases below are all there are;
/// <see cref="ToString"/> alone makes words of them. In which file it was written its place says, so a kustomization is no case: what one
/// composes comes by the same ways, and every composed node keeps its place in the base, the patch or the kustomization.
/// </summary>
public abstract record TextOrigin : TextSource
{
    private TextOrigin() { }

    /// <summary>The scalar that holds the text; null where it is computed (downward API, arithmetic, image default) or only the channel is known.</summary>
    public YamlScalar? Scalar { get; init; }

    /// <summary>True if the text stands in the container that reads it, or in the custom resource that it is made of; not in another object or an image.</summary>
    public bool IsOfContainer => this is Variable or Argument or ResourceField;

    /// <summary>True if a Secret holds it, by whichever way it got here.</summary>
    public sealed override bool IsOfSecret =>
        this is ConfigKey { Kind: "Secret" } || (Scalar is { } scalar && SecretText.Holds(scalar.Location));

    /// <summary>An environment variable of the container.</summary>
    /// <param name="Name">Its name.</param>
    public sealed record Variable(string Name) : TextOrigin;

    /// <summary>A word of the container's command line, or what a custom resource has in its place.</summary>
    /// <param name="Field">The key beside the container's name: <c>command</c>, <c>args</c>, <c>jvmOptions</c>.</param>
    /// <param name="Index">Its place in the list; null where the field is none, or which word it was is not known.</param>
    public sealed record Argument(string Field, int? Index = null) : TextOrigin;

    /// <summary>A field of a custom resource outside of its containers.</summary>
    /// <param name="Path">Its address within the object: <c>spec.config</c>.</param>
    public sealed record ResourceField(YamlPath Path) : TextOrigin;

    /// <summary>The <c>resources</c> of a container or of the pod, by whoever writes them.</summary>
    public sealed record Resources : TextOrigin;

    /// <summary>Another amount of the same pod.</summary>
    /// <param name="Which">Which.</param>
    public sealed record AmountOf(OtherAmount Which) : TextOrigin;

    /// <summary>What a LimitRange gives a container that lacks an amount.</summary>
    /// <param name="Range">The LimitRange.</param>
    /// <param name="Constraint">The entry it is taken from: <c>default</c>, <c>defaultRequest</c>, or <c>max</c> and <c>min</c> where those are absent (D-7).</param>
    /// <param name="Given">What stands there.</param>
    public sealed record LimitRangeDefault(LimitRange Range, string Constraint, NamedAmount Given) : TextOrigin;

    /// <summary>An annotation or label of the pod, or of its Namespace.</summary>
    /// <param name="Key">Its key.</param>
    public sealed record Annotation(string Key) : TextOrigin
    {
        /// <summary>True for a label.</summary>
        public bool IsLabel { get; init; }

        /// <summary>The Namespace that has it; null for the pod itself.</summary>
        public string? Namespace { get; init; }
    }

    /// <summary>Something that cannot be known from the text.</summary>
    public sealed record NotKnown : TextOrigin
    {
        /// <summary>Who says it, in words that nobody here can read; null where it is not known whether anybody does.</summary>
        public TextOrigin? By { get; init; }

        /// <summary>The words, where a field of the pod holds them; else null.</summary>
        public string? Text { get; init; }

        /// <summary>Where they stand.</summary>
        public Location? Place { get; init; }
    }

    /// <summary>A key of a ConfigMap or Secret.</summary>
    /// <param name="Kind">ConfigMap or Secret.</param>
    /// <param name="Object">Its name.</param>
    /// <param name="Key">The key.</param>
    public sealed record ConfigKey(string Kind, string Object, string Key) : TextOrigin
    {
        /// <summary>The variable that takes it; null for a file.</summary>
        public string? TakenBy { get; init; }

        /// <summary>The mapping that it is a key of; null where no author wrote one.</summary>
        public YamlMapping? Among { get; init; }
    }

    /// <summary>A file in the container of which nothing more is known.</summary>
    /// <param name="Path">Its path; null where that is not known either.</param>
    public sealed record MountedFile(string? Path) : TextOrigin;

    /// <summary>What an image's start script adds by itself.</summary>
    public sealed record ImageDefault : TextOrigin
    {
        /// <summary>How it was computed; null where it is a fixed text.</summary>
        public Derivation? By { get; init; }
    }

    /// <summary>What an operator adds by itself.</summary>
    /// <param name="Name">The operator.</param>
    public sealed record Operator(string Name) : TextOrigin
    {
        /// <summary>The kind of the object that asks it to; null where that is not said.</summary>
        public string? Kind { get; init; }

        /// <summary>True for what it computes of other fields of the author, which is no default of its own.</summary>
        public bool IsComputed { get; init; }

        /// <summary>The field in which the author says this very amount in the operator's words; null where the operator decides.</summary>
        public YamlScalar? Field { get; init; }

        /// <summary>As in <see cref="ImageDefault"/>.</summary>
        public Derivation? By { get; init; }
    }

    /// <summary>An amount of a container through the downward API.</summary>
    /// <param name="Resource">The <c>resource</c> of its resourceFieldRef: <c>limits.memory</c>.</param>
    public sealed record DownwardApi(string Resource) : TextOrigin
    {
        /// <summary>The variable that takes it.</summary>
        public required string TakenBy { get; init; }

        /// <summary>Its unit as written: <c>1Mi</c>; null for bytes and cores.</summary>
        public string? Divisor { get; init; }
    }

    /// <summary>For people: <c>args</c>, <c>env JAVA_TOOL_OPTIONS</c>, <c>ConfigMap jvm, key JAVA_OPTS</c>. Nothing reads it.</summary>
    public sealed override string ToString() =>
        this switch
        {
            Variable variable => $"env {variable.Name}",
            Argument argument => argument.Field,
            ResourceField field => field.Path.ToString(),
            Resources => "resources",
            AmountOf { Which: OtherAmount.Limit } => "its limit",
            AmountOf { Which: OtherAmount.Request } => "its request",
            AmountOf { Which: OtherAmount.PodLimit } => "the limit of the pod",
            AmountOf { Which: OtherAmount.WrittenContainers } => "the sum of its containers as written",
            AmountOf { Which: OtherAmount.Containers } => "the sum of its containers",
            LimitRangeDefault given => given.Range.Title,
            Annotation { Namespace: { } space } mark => $"{(mark.IsLabel ? "label" : "annotation")} {mark.Key} of Namespace {space}",
            Annotation mark => $"{(mark.IsLabel ? "label" : "annotation")} {mark.Key}",
            NotKnown => "not to be known from the text",
            ConfigKey key => $"{key.Kind} {key.Object}, key {key.Key}",
            MountedFile { Path: { } path } => $"file {path}",
            MountedFile => "a mounted file",
            ImageDefault => "image default",
            Operator { Kind: { } kind } by => $"kind {kind} of {by.Name}",
            Operator by => by.Name,
            DownwardApi { Divisor: { } unit } field => $"resourceFieldRef {field.Resource}, divisor {unit}",
            DownwardApi field => $"resourceFieldRef {field.Resource}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>The origins of the stretches of words: whatever is brought to <see cref="Programs"/> here has one.</summary>
public static class WordPartOrigins
{
    extension(WordPart part)
    {
        /// <summary>Where the characters come from.</summary>
        public TextOrigin Origin => (TextOrigin)part.Source;
    }
}

/// <summary>The origins of words.</summary>
public static class WordOrigins
{
    extension(Word word)
    {
        /// <summary>Where the first characters were written; null if they were computed.</summary>
        public TextOrigin? Origin => (TextOrigin?)word.Source;
    }
}
