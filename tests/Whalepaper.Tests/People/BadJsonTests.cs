using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Every command that programs give, with what a careless or hostile one sends: a problem that names the field, and nothing is saved.</summary>
public sealed class BadJsonTests
{
    private const int Larger = (1024 * 1024) + 1;

    private static readonly string[] broken = ["{", "[]", "null", "\"name\"", "5", "{\"name\":}", "{name:1}", "{\"a\":1}{\"a\":1}", "\0", "<xml/>", "name=Anna", string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200), "{\"\\ud800\":1}"];

    private static IEnumerable<HouseForm> Commands => HouseForm.All.Where(form => form.ForPrograms);

    [Theory, BothEngines]
    public async Task What_a_field_may_not_hold_is_said_under_its_name_and_nothing_is_saved(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var mapped = MappedCommand.Of(stage.Site).ToDictionary(command => command.Name, StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var form in Commands)
        {
            var fields = mapped[form.Name].Fields;
            var filled = await form.FillAsync(stage);
            var token = await stage.TokenAsync(filled.MemberId!.Value, TokenScope.Manage);
            var before = await Inventory.TakeAsync(stage.Site);
            foreach (var field in fields.Where(field => filled.Fields.Any(one => one.Name == field.Name)))
            {
                foreach (var (how, bad) in BadFormTests.Bad(form, field, filled.Fields).Where(one => one.How is not "sent twice"))
                    Note(faults, form, $"{field.Name} {how}", await PostAsync(stage, token, form, filled, FormSending.Json(bad, fields)), field.Name);
                foreach (var value in (string[])["{}", "[[]]", "[{}]", "{\"a\":1}", "[\"a\",{}]", "\"\\ud800\"", .. field.IsList ? [$"[{string.Join(',', Enumerable.Repeat("\"a\"", 50_000))}]"] : (string[])["[\"a\",\"b\"]"]])
                    Note(faults, form, $"{field.Name} {value[..Math.Min(value.Length, 20)]}", await PostAsync(stage, token, form, filled, Put(FormSending.Json(filled.Fields, fields), field.Name, value)), value.Contains("\\ud", StringComparison.Ordinal) ? "" : field.Name);
                Note(faults, form, $"{field.Name} twice", await PostAsync(stage, token, form, filled, Twice(FormSending.Json(filled.Fields, fields), field.Name)), field.Name);
            }

            var after = await Inventory.TakeAsync(stage.Site);
            if (!before.SequenceEqual(after, StringComparer.Ordinal))
                faults.Add($"{form}: something was saved: {Inventory.Difference(before, after)}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory, BothEngines]
    public async Task What_is_unknown_or_cannot_be_read_is_refused_by_every_command(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var mapped = MappedCommand.Of(stage.Site).ToDictionary(command => command.Name, StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var form in Commands)
        {
            var fields = mapped[form.Name].Fields;
            var filled = await form.FillAsync(stage);
            var token = await stage.TokenAsync(filled.MemberId!.Value, TokenScope.Manage);
            var good = FormSending.Json(filled.Fields, fields);
            var before = await Inventory.TakeAsync(stage.Site);
            foreach (var (name, value) in BadWords.Beyond.Where(one => fields.All(field => field.Name != one.Name)))
                Note(faults, form, name, await PostAsync(stage, token, form, filled, Put(good, name, $"\"{value}\"")), name);
            foreach (var field in fields)
                Note(faults, form, $"{field.Name} in capitals", await PostAsync(stage, token, form, filled, Put(good, field.Name.ToUpperInvariant(), "\"a\"")), field.Name.ToUpperInvariant());
            foreach (var body in broken)
                Note(faults, form, body[..Math.Min(body.Length, 20)], await PostAsync(stage, token, form, filled, body), "");
            Note(faults, form, "in UTF-16", await PostAsync(stage, token, form, filled, good, Encoding.Unicode), "");
            var large = await PostAsync(stage, token, form, filled, $"{{\"name\":\"{new string('a', Larger)}\"}}");
            // A whole document may be larger than any other body: there it is the field that is unknown.
            var most = fields.Any(field => field.Longest >= Larger / 2) ? 422 : 413;
            if ((large.Number, large.Type) != (most, "application/problem+json"))
                faults.Add($"{form}, too large: {large.Number} {large.Type}");
            var after = await Inventory.TakeAsync(stage.Site);
            if (!before.SequenceEqual(after, StringComparer.Ordinal))
                faults.Add($"{form}: something was saved: {Inventory.Difference(before, after)}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory, BothEngines]
    public async Task What_is_well_filled_in_is_done(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var mapped = MappedCommand.Of(stage.Site).ToDictionary(command => command.Name, StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var form in Commands)
        {
            var filled = await form.FillAsync(stage);
            var answer = await PostAsync(stage, await stage.TokenAsync(filled.MemberId!.Value, TokenScope.Manage), form, filled, FormSending.Json(filled.Fields, mapped[form.Name].Fields));
            if (answer.Number is not (200 or 204))
                faults.Add($"{form}: {answer.Number} {answer.Text}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_problem_says_what_is_wrong_in_the_language_of_who_asks()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var token = await stage.TokenAsync(stage.House["organizer"], TokenScope.Manage);
        foreach (var (language, word) in (IEnumerable<(string, string)>)[("en", "There is no such field here."), ("zh-CN", "这里没有这一项。")])
        {
            var answer = await new Session(stage.Site) { Language = language }.Saying("Authorization", $"Bearer {token}").JsonAsync("POST", "/api/v1/invitations", "{\"place\":\"open\",\"role\":\"organizer\"}", proved: false);
            Assert.Equal(word, JsonNode.Parse(answer.Text)!["errors"]!["role"]![0]!.GetValue<string>());
        }
    }

    private static async Task<Answer> PostAsync(Stage stage, string token, HouseForm form, Filled filled, string json, Encoding? encoding = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(form.Method), $"/api/v1{filled.Path}") { Content = new ByteArrayContent((encoding ?? Encoding.UTF8).GetBytes(json)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        // What is too large is refused before it is sent.
        request.Headers.ExpectContinue = json.Length > Larger;
        return await new Session(stage.Site).Saying("Authorization", $"Bearer {token}").AskAsync(request);
    }

    // Under the name of a setting, what is wrong with its value is said.
    private static void Note(List<string> faults, HouseForm form, string how, Answer answer, string field)
    {
        var errors = answer.Number == 422 && answer.Type is "application/problem+json" ? JsonNode.Parse(answer.Text)!["errors"]?.AsObject() : null;
        if (errors is null)
            faults.Add($"{form}, {how}: {answer.Number} {answer.Type} {answer.Text[..Math.Min(answer.Text.Length, 200)]}");
        else if (!(errors.ContainsKey(field) || (form.Pattern is "/settings/values" && errors.Any(error => error.Key.Contains('.', StringComparison.Ordinal))))
            || errors.Any(error => error.Value!.AsArray().Any(word => string.IsNullOrWhiteSpace(word!.GetValue<string>()))))
            faults.Add($"{form}, {how}: only {string.Join(", ", errors.Select(error => $"'{error.Key}'"))} is named");
    }

    private static string Put(string json, string name, string value)
    {
        var known = JsonNode.Parse(json)!.AsObject();
        known.Remove(name);
        var rest = known.ToJsonString();
        return $"{rest[..^1]}{(rest.Length > 2 ? "," : "")}\"{name}\":{value}}}";
    }

    private static string Twice(string json, string name)
    {
        var value = JsonNode.Parse(json)![name]!.ToJsonString();
        return $"{json[..^1]},\"{name}\":{value}}}";
    }
}
