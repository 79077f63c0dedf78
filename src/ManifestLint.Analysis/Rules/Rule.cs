using System.Collections.Immutable;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>
/// A judgement: compares what stands there with what will follow from it. Stateless; knows neither configuration nor output; yields findings
/// and never throws on input. Its page in <c>rules/</c> is its documentation.
/// </summary>
public abstract class Rule
{
    private protected Rule(string id) => Id = id;

    /// <summary><c>ML</c> and four digits.</summary>
    public string Id { get; }

    /// <summary>True if it judges what a cluster wrote into an object: of a manifest without a status it says nothing, whatever happens to its pods.</summary>
    public virtual bool NeedsStatus => false;

    /// <summary>True if it judges what acts on a pod: where nothing does it says nothing.</summary>
    public virtual bool NeedsNeighbours => false;

    /// <summary>A finding at a node.</summary>
    private protected Finding At(YamlNode node, YamlPath path, Statement statement) => At(node.Location, path, statement);

    /// <summary>A finding at a place.</summary>
    private protected Finding At(Location location, YamlPath path, Statement statement) =>
        new()
        {
            RuleId = Id,
            Location = location,
            Path = path,
            Statement = statement,
        };
}

/// <summary>A rule about documents, whatever is in them.</summary>
public abstract class FileRule(string id) : Rule(id)
{
    /// <summary>Judges one document.</summary>
    public abstract IEnumerable<Finding> Check(YamlDocument document);
}

/// <summary>A rule about suppressions, once it is known what they silenced.</summary>
public abstract class SuppressionRule(string id) : Rule(id)
{
    /// <summary>Judges one suppression.</summary>
    public abstract IEnumerable<Finding> Check(MatchedSuppression suppression);
}

/// <summary>A rule about objects of any kind.</summary>
public abstract class ManifestRule(string id) : Rule(id)
{
    /// <summary>Judges one object.</summary>
    public abstract IEnumerable<Finding> Check(Manifest manifest);
}

/// <summary>A rule about pods.</summary>
public abstract class PodRule(string id) : Rule(id)
{
    /// <summary>Judges one pod.</summary>
    public abstract IEnumerable<Finding> Check(PodFacts pod);
}

/// <summary>A rule about pods and what objects hold beside them.</summary>
public abstract class PodAndObjectRule(string id) : PodRule(id)
{
    /// <summary>Judges what an object holds beside its pods; objects without pods are seen here alone.</summary>
    public abstract IEnumerable<Finding> Check(Manifest manifest);
}

/// <summary>A rule about the containers of a pod, one by one.</summary>
public abstract class ContainerRule(string id) : Rule(id)
{
    /// <summary>Judges one container.</summary>
    public abstract IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod);

    /// <summary>A finding at a field of a container.</summary>
    private protected Finding At<T>(ContainerFacts container, Field<T> field, Statement statement) =>
        At(field.Location, container.Spec.Path.Then(field.Path), statement) with
        {
            Container = container.Spec.Name,
        };
}

/// <summary>
/// A rule across objects: it takes notes while files pass, one by one and in any order, and judges once every file is read. A note is
/// small and holds no text, node or location: hundreds of thousands must fit.
/// </summary>
public abstract class ManifestSetRule(string id) : Rule(id)
{
    /// <summary>What to remember of an object, of whatever kind.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="set">The context objects of the scan.</param>
    public virtual IEnumerable<SetNote> Note(Manifest manifest, ObjectPlace place, ManifestSet set) => [];

    /// <summary>What to remember of a pod.</summary>
    public virtual IEnumerable<SetNote> Note(PodFacts pod, ManifestSet set) => [];

    /// <summary>What follows from everything remembered.</summary>
    /// <param name="records">What this rule noted, by path and place; the same for any number of threads and order of files.</param>
    public abstract IEnumerable<SetVerdict> Judge(ImmutableArray<SetRecord> records);
}
