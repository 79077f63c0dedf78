using YamlDotNet.Core.Tokens;

namespace ManifestLint.Yaml;

// YamlDotNet's parser forgives some orders of tokens that kubectl's does not.
internal sealed partial class YamlScanner
{
    private readonly Stack<Level> _levels = [];
    private bool _isAfterNode;

    private struct Level
    {
        public bool IsFlow;
        public bool IsMapping;

        // A key that has no ':' yet.
        public bool HasKey;
    }

    private void CheckOrder(Token token)
    {
        bool wasAfterNode = _isAfterNode;
        _isAfterNode = token is Scalar or AnchorAlias or FlowMappingEnd or FlowSequenceEnd or BlockEnd;
        bool startsNode = token is Scalar or AnchorAlias or Anchor or Tag or FlowMappingStart or FlowSequenceStart;
        int offset = (int)token.Start.Index;
        if (startsNode && wasAfterNode && _levels.TryPeek(out var level) && (level.IsFlow || token is AnchorAlias))
            throw level.IsFlow ? MissingComma(offset) : new YamlScanException(NoKeyMessage, offset, ErrorPlace.Key);
        switch (token)
        {
            case BlockMappingStart or BlockSequenceStart:
                _levels.Push(new Level { IsMapping = token is BlockMappingStart });
                break;
            case FlowMappingStart or FlowSequenceStart:
                _levels.Push(new Level { IsFlow = true, IsMapping = token is FlowMappingStart });
                break;
            case BlockEnd or FlowMappingEnd or FlowSequenceEnd:
                _levels.TryPop(out _);
                break;
            case Key:
                SetKey(true);
                break;
            case FlowEntry:
                SetKey(false);
                break;
            case Value when _levels.TryPeek(out var around):
                if (!around.HasKey)
                {
                    throw around.IsFlow && wasAfterNode
                        ? MissingComma(offset)
                        : new YamlScanException("a key was expected before this ':'", offset, ErrorPlace.Near);
                }
                SetKey(false);
                break;
        }
    }

    private void SetKey(bool hasKey)
    {
        if (_levels.TryPop(out var level))
            _levels.Push(level with { HasKey = hasKey });
    }

    private static YamlScanException MissingComma(int offset) => new(NoCommaMessage, offset, ErrorPlace.Bracket);

    /// <summary>What is said where a list or mapping in brackets goes on without a comma.</summary>
    public const string NoCommaMessage = "a ',' or a closing bracket is missing before this";

    /// <summary>What is said where a mapping goes on without a key.</summary>
    public const string NoKeyMessage = "a key was expected here, the indentation does not match the lines above";
}
