using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;

namespace Whalepaper.Ui;

/// <summary>Puts the viewer into the request, and the request's culture after the viewer.</summary>
public static class ViewerSetup
{
    /// <summary>Makes <see cref="Viewer"/>, <see cref="Masthead"/>, <see cref="HouseAddress"/> and <see cref="DateWords"/> available to pages and endpoints.</summary>
    public static IServiceCollection AddViewer(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        // A localizer has nothing of its own: made once, it need not look for its texts in every part of every page.
        services.AddSingleton(typeof(IStringLocalizer<>), typeof(StringLocalizer<>));
        services.AddLocalization();
        services.AddScoped(provider => Current<Viewer>(provider));
        services.AddScoped(provider => Current<Masthead>(provider));
        services.AddScoped<DateWords>();
        services.AddSingleton<PublicAddress>();
        services.AddScoped(provider => provider.GetRequiredService<PublicAddress>().For(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.Request));
        return services;
    }

    /// <summary>
    /// Resolves the viewer and sets the culture. Stands before everything that shows or caches a page, and is passed again when a
    /// status or an error is shown by re-execution.
    /// </summary>
    public static IApplicationBuilder UseViewer(this IApplicationBuilder app)
    {
        app.Use(async (context, next) =>
        {
            var source = context.RequestServices.GetRequiredService<IMastheadSource>();
            // A probe asks nothing of the group: that the process answers is true as well where the database never did.
            var masthead = context.HasOutage() || context.IsProbe() ? source.Last : await source.ReadAsync(context.RequestAborted);
            context.Features.Set(masthead);
            context.Features.Set(ViewerReading.Read(context.Request, masthead));
            await next(context);
        });

        var cultures = Language.All.Select(language => language.Culture).ToList();
        return app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(Language.English.Culture),
            SupportedCultures = cultures,
            SupportedUICultures = cultures,
            ApplyCurrentCultureToResponseHeaders = true,
            RequestCultureProviders = [new CustomRequestCultureProvider(CultureOfViewer)],
        });
    }

    private static Task<ProviderCultureResult?> CultureOfViewer(HttpContext context) =>
        Task.FromResult<ProviderCultureResult?>(new(context.Features.Get<Viewer>()!.Language.Tag));

    private static TFeature Current<TFeature>(IServiceProvider provider) where TFeature : class =>
        provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<TFeature>()
        ?? throw new InvalidOperationException($"A {typeof(TFeature).Name} exists only within a request that passed UseViewer.");
}
