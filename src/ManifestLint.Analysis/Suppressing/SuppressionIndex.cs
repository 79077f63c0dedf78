using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Suppressing;

/// <summary>What a finding is asked about.</summary>
/// <param name="RuleId">Its rule.</param>
/// <param name="Container">The name of the container it is in or names, or null.</param>
/// <param name="Claim">The claim that it is, until it is known whether it holds; null for a finding that holds.</param>
/// <param name="Except">The suppression that it is about, which does not speak for itself.</param>
internal readonly record struct SuppressionQuestion(
    string RuleId,
    string? Container,
    Claim? Claim = null,
    ActiveSuppression? Except = null
);

/// <summary>
/// Suppressions found by what they speak for: there may be as many as findings. Those that speak for the same have one use, and of them the
/// first that has not expired silences.
/// </summary>
internal sealed class SuppressionIndex
{
    private readonly Dictionary<(string Rule, string? Container), Node> _whole = [];
    private readonly Dictionary<(string Rule, string? Container, int Owner, YamlPath? Pod), Node> _ofObjects = [];
    private readonly Dictionary<string, Spans> _ofSpans = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Takes one in: for a span of the text, for the object or pod that bears it, or for everything.</summary>
    public void Add(ActiveSuppression active, TextSpan? reach, bool isOfObject)
    {
        int order = _count++;
        // One that stands where it should not speaks for nothing.
        if (active.Misplaced is not null)
            return;
        for (int i = 0; i < active.Text.Rules.Length; i++)
        {
            if (active.RuleId(i) is not { } rule)
                continue;
            string? container = active.Text.Rules[i].Container;
            var node =
                reach is { } span ? SpansOf(rule).NodeOf(span, container)
                : isOfObject ? NodeIn(_ofObjects, (rule, container, OwnerOf(active.Owner), active.Pod?.PodPath))
                : NodeIn(_whole, (rule, container));
            node.Add(active, order);
            active.Share(i, node.Use);
        }
    }

    /// <summary>What tells an object of a document from the others; -1 for none.</summary>
    public static int OwnerOf(Manifest? manifest) => manifest?.Root.Location.Span.Start ?? -1;

    /// <summary>True if it holds none.</summary>
    public bool IsEmpty => _whole.Count == 0 && _ofObjects.Count == 0 && _ofSpans.Count == 0;

    /// <summary>Those that speak for everything.</summary>
    public void AskWhole(in SuppressionQuestion question, ref Answer answer)
    {
        if (_whole.Count == 0)
            return;
        Ask(_whole.GetValueOrDefault((question.RuleId, null)), question, ref answer);
        if (question.Container is { } container)
            Ask(_whole.GetValueOrDefault((question.RuleId, container)), question, ref answer);
    }

    /// <summary>Those of an object, and of the pod that a finding is in.</summary>
    public void AskObject(in SuppressionQuestion question, int owner, YamlPath? pod, YamlPath path, ref Answer answer)
    {
        if (_ofObjects.Count == 0)
            return;
        AskObject(question, owner, null, ref answer);
        if (pod is not null)
        {
            AskObject(question, owner, pod, ref answer);
            return;
        }
        for (YamlPath? at = path; at is not null; at = at.Parent)
            AskObject(question, owner, at, ref answer);
    }

    private void AskObject(in SuppressionQuestion question, int owner, YamlPath? pod, ref Answer answer)
    {
        Ask(_ofObjects.GetValueOrDefault((question.RuleId, null, owner, pod)), question, ref answer);
        if (question.Container is { } container)
            Ask(_ofObjects.GetValueOrDefault((question.RuleId, container, owner, pod)), question, ref answer);
    }

    /// <summary>Those whose span holds another one; of an empty span, its place.</summary>
    public void AskSpan(in SuppressionQuestion question, TextSpan inner, ref Answer answer)
    {
        if (_ofSpans.Count == 0 || !_ofSpans.TryGetValue(question.RuleId, out var spans))
            return;
        foreach (var node in spans.Around(inner.Start))
        {
            if (node.Reach.End >= inner.End && (node.Container is null || node.Container == question.Container))
                Ask(node, question, ref answer);
        }
    }

    private static void Ask(Node? node, in SuppressionQuestion question, ref Answer answer)
    {
        if (node is null || node.Speaker(question.Except) is not { } speaker)
            return;
        node.Use.Take(question.Claim);
        if (speaker.Active is { } active && speaker.Order < answer.Order)
            answer = new(active, speaker.Order);
    }

    private Spans SpansOf(string rule)
    {
        if (!_ofSpans.TryGetValue(rule, out var spans))
            _ofSpans.Add(rule, spans = new Spans());
        return spans;
    }

    private static Node NodeIn<TKey>(Dictionary<TKey, Node> nodes, TKey key)
        where TKey : notnull
    {
        if (!nodes.TryGetValue(key, out var node))
            nodes.Add(key, node = new Node(default, null));
        return node;
    }

    /// <summary>The first that silences, and its place in the order.</summary>
    public readonly record struct Answer(ActiveSuppression? Active, int Order)
    {
        /// <summary>None so far.</summary>
        public static Answer None => new(null, int.MaxValue);
    }

    // All that speak for the same.
    private sealed class Node(TextSpan reach, string? container)
    {
        // The first two that have not expired: one may be what the finding is about.
        private readonly List<(ActiveSuppression Active, int Order)> _first = [];
        private ActiveSuppression? _only;
        private int _count;

        public TextSpan Reach => reach;

        public string? Container => container;

        public SuppressionUse Use { get; } = new();

        /// <summary>The node that holds this one, or one before it that may.</summary>
        public Node? Around { get; set; }

        public void Add(ActiveSuppression active, int order)
        {
            if (ReferenceEquals(_only, active))
                return;
            _only = active;
            _count++;
            if (!active.IsExpired && _first.Count < 2)
                _first.Add((active, order));
        }

        /// <summary>The first that silences; with null, if all that speak have expired; null if none speaks.</summary>
        public (ActiveSuppression? Active, int Order)? Speaker(ActiveSuppression? except)
        {
            if (except is not null && _count == 1 && ReferenceEquals(_only, except))
                return null;
            foreach (var (active, order) in _first)
            {
                if (!ReferenceEquals(active, except))
                    return (active, order);
            }
            return (null, 0);
        }
    }

    // Spans mostly lie within or beside each other, so those around a place are found going outwards from the last that begins before it.
    private sealed class Spans
    {
        private readonly Dictionary<(TextSpan, string?), Node> _nodes = [];
        private Node[]? _sorted;

        public Node NodeOf(TextSpan reach, string? container)
        {
            if (!_nodes.TryGetValue((reach, container), out var node))
            {
                _nodes.Add((reach, container), node = new Node(reach, container));
                _sorted = null;
            }
            return node;
        }

        public IEnumerable<Node> Around(int offset)
        {
            var sorted = _sorted ??= Sort();
            int behind = Ordered.First(sorted.Length, i => sorted[i].Reach.Start > offset);
            for (var node = behind > 0 ? sorted[behind - 1] : null; node is not null; node = node.Around)
            {
                if (node.Reach.End >= offset)
                    yield return node;
            }
        }

        private Node[] Sort()
        {
            Node[] sorted = [.. _nodes.Values.OrderBy(n => n.Reach.Start).ThenByDescending(n => n.Reach.End)];
            Node? open = null;
            foreach (var node in sorted)
            {
                while (open is not null && open.Reach.End < node.Reach.Start)
                    open = open.Around;
                node.Around = open;
                open = node;
            }
            return sorted;
        }
    }
}
