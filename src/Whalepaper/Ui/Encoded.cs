using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Whalepaper.Ui;

/// <summary>
/// Markup in one piece, for what lists show hundreds of times: a component's tree costs there more than its words. In
/// <c>Encoded.Html($"…")</c> the letters of the string are markup, and whatever stands in braces is encoded, so that nothing that people wrote
/// becomes markup by itself.
/// </summary>
[InterpolatedStringHandler]
public ref struct Encoded
{
    // As the framework encodes what components say: signs of markup alone, every script as it stands.
    private static readonly HtmlEncoder encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private DefaultInterpolatedStringHandler _html;

    /// <summary>Begins; called by the compiler.</summary>
    public Encoded(int literalLength, int formattedCount) => _html = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    /// <summary>The markup of an interpolated string.</summary>
    public static MarkupString Html(ref Encoded html) => new(html._html.ToStringAndClear());

    /// <summary>An attribute with a blank before it; nothing without a value.</summary>
    public static MarkupString Attribute(string name, string? value) => value is null ? default : Html($" {new MarkupString(name)}=\"{value}\"");

    /// <summary>Adds markup; called by the compiler.</summary>
    public void AppendLiteral(string value) => _html.AppendLiteral(value);

    /// <summary>Adds words, encoded.</summary>
    public void AppendFormatted(string? value)
    {
        if (value is not null)
            _html.AppendLiteral(encoder.Encode(value));
    }

    /// <summary>Adds a number.</summary>
    public void AppendFormatted(int value) => _html.AppendFormatted(value);

    /// <summary>Adds what is markup already.</summary>
    public void AppendFormatted(MarkupString value) => _html.AppendLiteral(value.Value ?? "");
}
