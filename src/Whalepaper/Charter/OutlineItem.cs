using System.Globalization;
using System.Text.RegularExpressions;

namespace Whalepaper.Charter;

/// <summary>A part of every talk as a list item says it: <c>领域知识介绍(10-20 min)</c>.</summary>
/// <param name="Fact">What it asks for.</param>
/// <param name="Title">Where the title stands in the item's text.</param>
/// <param name="Bounds">Where the bounds stand, with their brackets and the gap before them; empty where there are none.</param>
/// <param name="Manner">How bounds are written here; null where there are none.</param>
internal sealed partial record OutlineItem(PartFact Fact, Range Title, Range Bounds, OutlineManner? Manner)
{
    private const int Longest = 1000;

    /// <summary>Reads the text of a list item.</summary>
    public static OutlineItem Read(string text)
    {
        var trimmed = text.TrimEnd();
        var match = trimmed.Length > Longest ? Match.Empty : BoundsPattern().Match(trimmed);
        var title = (match.Success ? trimmed[..match.Index] : trimmed).TrimEnd();
        if (!match.Success || title.Length == 0 || Bound(match, "to") < Bound(match, "from"))
            return new OutlineItem(new PartFact(trimmed.Trim(), null, null), 0..trimmed.Length, trimmed.Length..trimmed.Length, null);
        var to = Bound(match, "to");
        var from = Bound(match, "from");
        var most = match.Groups["most"].Success || match.Groups["within"].Success;
        var fact = new PartFact(title.Trim(), most && to is null ? null : from, match.Groups["least"].Success && to is null ? null : to ?? from);
        var manner = new OutlineManner(
            trimmed[title.Length..match.Index] + match.Value[..1], match.Groups["dash"].Success ? match.Groups["dash"].Value : null,
            match.Groups["unit"].Value, match.Value[^1..]);
        return new OutlineItem(fact, 0..title.Length, title.Length..(match.Index + match.Length), manner);
    }

    /// <summary>The text with another part in it, in the same manner.</summary>
    /// <param name="text">The item's text.</param>
    /// <param name="part">The part.</param>
    /// <param name="usual">How the document writes bounds elsewhere, for an item that had none.</param>
    public string Rewrite(string text, PartFact part, OutlineManner usual)
    {
        var title = string.Equals(part.Title, Fact.Title, StringComparison.Ordinal) ? text[Title] : part.Title;
        var bounds = part.Minimum == Fact.Minimum && part.Maximum == Fact.Maximum ? text[Bounds] : (Manner ?? usual).Say(part);
        return title + bounds + text[Bounds.End..];
    }

    private static int? Bound(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(
        """[\(（\[【]\s*((?<most>≤|<=|<|最多|不超过|不超過|at most|up to|max\.?)|(?<least>≥|>=|>|至少|不少于|不少於|at least|min\.?))?\s*(约|約|about)?\s*(?<from>[0-9]{1,3})(\s*(?<dash>-|–|—|~|～|至|到|to)\s*(?<to>[0-9]{1,3}))?(?<unit>\s*(minutes|minute|mins|min|分钟|分鐘|分|')\.?)\s*(?<within>以内|以內|内|內)?\s*[\)）\]】]$""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BoundsPattern();
}

/// <summary>How a document writes the bounds of a part.</summary>
/// <param name="Opening">What opens them, with the gap before it.</param>
/// <param name="Dash">What stands between two bounds; null while nobody has seen any.</param>
/// <param name="Unit">What stands behind the number, with the gap before it.</param>
/// <param name="Closing">What closes them.</param>
internal sealed record OutlineManner(string Opening, string? Dash, string Unit, string Closing)
{
    /// <summary>How we write them ourselves.</summary>
    public static readonly OutlineManner Ours = new("(", "-", " min", ")");

    /// <summary>The bounds of a part; nothing for a part without.</summary>
    public string Say(PartFact part) => part switch
    {
        { Minimum: null, Maximum: null } => "",
        { Minimum: null, Maximum: { } most } => Bracketed($"≤{Number(most)}"),
        { Minimum: { } least, Maximum: null } => Bracketed($"≥{Number(least)}"),
        { Minimum: { } least, Maximum: { } most } when least < most => Bracketed(Number(least) + (Dash ?? "-") + Number(most)),
        _ => Bracketed(Number(part.Minimum!.Value)),
    };

    private string Bracketed(string bounds) => Opening + bounds + Unit + Closing;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
