using System.Text;
using System.Text.Json;

namespace Whalepaper.Tests.People;

/// <summary>Sends forms as browsers and programs do, whatever stands in them.</summary>
internal static class FormSending
{
    public const string Proof = "__RequestVerificationToken";

    /// <summary>Sends a form with these fields in the place of its own.</summary>
    /// <param name="filled">The form.</param>
    /// <param name="method">The method that is meant.</param>
    /// <param name="proof">The proof that its owner meant it; null for none.</param>
    /// <param name="fields">What stands in it.</param>
    /// <param name="file">The file that goes with it.</param>
    public static Task<Answer> SendAsync(this Filled filled, string method, string? proof, IEnumerable<(string Name, string Value)> fields, (string Name, byte[] Content)? file = null)
    {
        List<(string Name, string Value)> all = [.. fields];
        if (proof is not null)
            all.Add((Proof, proof));
        if (method is not "POST")
            all.Add(("_method", method));
        return filled.Session.AskAsync(new HttpRequestMessage(HttpMethod.Post, filled.Path) { Content = Content(all, file ?? filled.File) });
    }

    /// <summary>Sends a form as it is filled in.</summary>
    public static async Task<Answer> SendAsync(this Filled filled, string method) => await filled.SendAsync(method, await filled.Session.TokenAsync(), filled.Fields);

    /// <summary>The fields as a program writes them.</summary>
    public static string Json(IEnumerable<(string Name, string Value)> fields, IReadOnlyList<FormField> known) => JsonSerializer.Serialize(
        fields.GroupBy(field => field.Name, StringComparer.Ordinal).ToDictionary(
            field => field.Key, field => known.Any(one => one.IsList && one.Name == field.Key) || field.Count() > 1 ? (object)field.Select(one => one.Value) : field.First().Value, StringComparer.Ordinal));

    /// <summary>The fields with another value in the first place where this one stands.</summary>
    public static IReadOnlyList<(string Name, string Value)> With(this IReadOnlyList<(string Name, string Value)> fields, string name, string value)
    {
        var place = fields.ToList().FindIndex(field => field.Name == name);
        return place < 0 ? [.. fields, (name, value)] : [.. fields.Take(place), (name, value), .. fields.Skip(place + 1)];
    }

    /// <summary>The fields without one.</summary>
    public static IReadOnlyList<(string Name, string Value)> Without(this IReadOnlyList<(string Name, string Value)> fields, string name) => [.. fields.Where(field => field.Name != name)];

    private static HttpContent Content(List<(string Name, string Value)> fields, (string Name, byte[] Content)? file)
    {
        if (file is not { } sent)
            return new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value, Encoding.UTF8), name);
        if (sent.Content.Length > 0)
            form.Add(new ByteArrayContent(sent.Content), sent.Name, "README.md");
        return form;
    }
}
