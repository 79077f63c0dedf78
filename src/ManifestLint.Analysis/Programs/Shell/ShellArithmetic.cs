namespace ManifestLint.Programs.Shell;

/// <summary>Evaluates <c>$((…))</c> in 64 bits, wrapping around. Sources: POSIX.1-2024 Shell Command Language 2.6.4; dash 0.5.12
/// src/arith_yacc.c.</summary>
/// <param name="text">The expression after expansion.</param>
/// <param name="lookup">The value of a variable; null if unset, unknown if it cannot be known.</param>
/// <param name="assign">Takes an assignment; a null value is unknown.</param>
internal sealed class ShellArithmetic(string text, Func<string, Word?> lookup, Action<string, long?> assign)
{
    // The deepest real expression known is 4.
    private const int MaxDepth = 60;

    private static readonly string[] Operators =
    [
        "<<=",
        ">>=",
        "||",
        "&&",
        "==",
        "!=",
        "<=",
        ">=",
        "<<",
        ">>",
        "+=",
        "-=",
        "*=",
        "/=",
        "%=",
        "&=",
        "|=",
        "^=",
        "++",
        "--",
        "**",
    ];

    private int _position;
    private int _depth;

    /// <summary>True in what is read but not evaluated (the other side of <c>?:</c>, <c>&amp;&amp;</c>, <c>||</c>).</summary>
    private bool _idle;

    /// <summary>True if the expression is malformed or divides by zero: the shell stops.</summary>
    public bool IsError { get; private set; }

    /// <summary>True if it uses what shells do not agree on.</summary>
    public bool IsUnsupported { get; private set; }

    /// <summary>The value; null if unknown (or if one of the two flags is set).</summary>
    public long? Evaluate()
    {
        if (Operator().Length == 0 && _position >= text.Length)
            return 0;
        var value = Assignment();
        if (_position < text.Length)
            Fail();
        return IsError || IsUnsupported ? null : value;
    }

    private void Fail()
    {
        IsError = true;
        _position = text.Length;
    }

    private void StopTooDeep()
    {
        Effort.GiveUp(PastLimit.ScriptSteps);
        Unsupported();
    }

    private void Unsupported()
    {
        IsUnsupported = true;
        _position = text.Length;
    }

    /// <summary>The operator at the position; empty if there is none.</summary>
    private string Operator()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' or '\n' or '\r' && _position < text.Length)
            _position++;
        if (_position >= text.Length)
            return "";
        var rest = text.AsSpan(_position);
        foreach (var op in Operators)
        {
            if (rest.StartsWith(op, StringComparison.Ordinal))
                return op;
        }
        return "+-*/%<>&|^~!?:=(),".Contains(rest[0]) ? rest[0].ToString() : "";
    }

    private bool Take(string op)
    {
        if (Operator() != op)
            return false;
        _position += op.Length;
        return true;
    }

    private long? Assignment()
    {
        if (++_depth > MaxDepth)
            StopTooDeep();
        var start = _position;
        var name = Name();
        var op = name is null ? "" : Operator();
        long? value;
        if (name is not null && (op == "=" || (op.Length >= 2 && op[^1] == '=' && op is not ("==" or "!=" or "<=" or ">="))))
        {
            _position += op.Length;
            var right = Assignment();
            value = op == "=" ? right : Apply(op[..^1], Variable(name), right);
            if (!_idle && !IsError && !IsUnsupported)
                assign(name, value);
        }
        else
        {
            if (!IsError && !IsUnsupported)
                _position = start;
            value = Conditional();
        }
        _depth--;
        return value;
    }

    private string? Name()
    {
        _ = Operator();
        var end = _position;
        while (end < text.Length && ShellParser.IsNameCharacter(text[end]))
            end++;
        if (end == _position || char.IsAsciiDigit(text[_position]))
            return null;
        var name = text[_position..end];
        _position = end;
        return name;
    }

    private long? Variable(string name)
    {
        if (_idle)
            return 0;
        var word = lookup(name);
        if (word is null)
            return 0;
        if (!word.IsKnown)
            return null;
        var value = word.Text.AsSpan().Trim(" \t\n");
        if (value.IsEmpty)
            return 0;
        var negative = value[0] == '-';
        if (Number(negative || value[0] == '+' ? value[1..] : value) is { } number)
            return negative ? unchecked(-number) : number;
        Unsupported();
        return null;
    }

    private long? Conditional()
    {
        var condition = Binary(0);
        if (!Take("?"))
            return condition;
        var idle = _idle;
        _idle = idle || condition is null or 0;
        var yes = Assignment();
        _idle = idle || condition is null or not 0;
        if (!Take(":"))
            Fail();
        var no = Assignment();
        _idle = idle;
        return condition is null ? null
            : condition != 0 ? yes
            : no;
    }

    private static int Precedence(string op) =>
        op switch
        {
            "||" => 1,
            "&&" => 2,
            "|" => 3,
            "^" => 4,
            "&" => 5,
            "==" or "!=" => 6,
            "<" or ">" or "<=" or ">=" => 7,
            "<<" or ">>" => 8,
            "+" or "-" => 9,
            "*" or "/" or "%" => 10,
            _ => 0,
        };

    private long? Binary(int above)
    {
        if (++_depth > MaxDepth)
            StopTooDeep();
        var left = Unary();
        while (Operator() is var op && Precedence(op) is var precedence && precedence > above)
        {
            _position += op.Length;
            var idle = _idle;
            if (op == "&&")
                _idle |= left is null or 0;
            if (op == "||")
                _idle |= left is null or not 0;
            var right = Binary(precedence);
            _idle = idle;
            left = op switch
            {
                "&&" => left == 0 ? 0
                : left is null ? null
                : right is null ? null
                : right != 0 ? 1
                : 0,
                "||" => left is null ? null
                : left != 0 ? 1
                : right is null ? null
                : right != 0 ? 1
                : 0,
                _ => Apply(op, left, right),
            };
        }
        _depth--;
        return left;
    }

    private long? Apply(string op, long? left, long? right)
    {
        if (op is "/" or "%" && right == 0 && !_idle)
        {
            Fail();
            return null;
        }
        if (left is not { } a || right is not { } b)
            return null;
        if (op is "/" or "%" && (b == 0 || (a == long.MinValue && b == -1)))
            return null;
        unchecked
        {
            return op switch
            {
                "+" => a + b,
                "-" => a - b,
                "*" => a * b,
                "/" => a / b,
                "%" => a % b,
                "<<" => b is >= 0 and < 64 ? a << (int)b : null,
                ">>" => b is >= 0 and < 64 ? a >> (int)b : null,
                "&" => a & b,
                "|" => a | b,
                "^" => a ^ b,
                "==" => a == b ? 1 : 0,
                "!=" => a != b ? 1 : 0,
                "<" => a < b ? 1 : 0,
                ">" => a > b ? 1 : 0,
                "<=" => a <= b ? 1 : 0,
                ">=" => a >= b ? 1 : 0,
                _ => null,
            };
        }
    }

    private long? Unary()
    {
        if (++_depth > MaxDepth)
            StopTooDeep();
        var value = Primary();
        _depth--;
        return value;
    }

    private long? Primary()
    {
        var op = Operator();
        switch (op)
        {
            case "!":
                _position++;
                return Unary() is { } negated
                    ? negated == 0
                        ? 1
                        : 0
                    : null;
            case "~":
                _position++;
                return Unary() is { } bits ? ~bits : null;
            case "-":
                _position++;
                return Unary() is { } number ? unchecked(-number) : null;
            case "+":
                _position++;
                return Unary();
            case "(":
                _position++;
                var inner = Assignment();
                if (!Take(")"))
                    Fail();
                return inner;
            case "++" or "--" or "**" or ",":
                Unsupported();
                return null;
        }
        var start = _position;
        if (Name() is { } name)
        {
            var value = Variable(name);
            if (Operator() is "++" or "--" or "**")
                Unsupported();
            return value;
        }
        while (_position < text.Length && char.IsAsciiLetterOrDigit(text[_position]))
            _position++;
        if (_position < text.Length && text[_position] == '#')
            Unsupported();
        if (IsUnsupported || IsError)
            return null;
        var parsed = Number(text.AsSpan(start, _position - start));
        if (parsed is null)
            Fail();
        return parsed;
    }

    /// <summary>A decimal, octal or hexadecimal constant; null if it is none, or does not fit.</summary>
    public static long? Number(ReadOnlySpan<char> digits)
    {
        var radix = 10;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            radix = 16;
            digits = digits[2..];
        }
        else if (digits.Length > 1 && digits[0] == '0')
        {
            radix = 8;
            digits = digits[1..];
        }
        if (digits.IsEmpty)
            return null;
        Int128 value = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
            if (digit >= radix)
                return null;
            value = value * radix + digit;
            if (value > long.MaxValue)
                return null;
        }
        return (long)value;
    }
}
