// The least that a web project can be: what the start of the program is measured against.
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "Hello");
await app.RunAsync();
