package toolindex

// tongues lists words of German, French, Spanish, Italian and Portuguese behind their English, a line for each meaning: what is asked to be done, with what, and the words
// by which a question is known. A verb is given with "to", as it may stand at the end of a sentence; "_" joins words that mean it together. What English has as well
// ("comment", "die", "come") is left out, however common it is. Before the last colon stands nothing: those words say nothing.
//
//nolint:misspell // no English
const tongues = `
not: nicht kein keine keinen niemals ne non não
without: ohne senza sem
to delete: lösche lösch löschen loesche loeschen entferne entfernen beseitige beseitigen vernichte vernichten borra borro borre borrar bórralo elimina elimino eliminar elimine suprime suprimir quita quitar destruye destruir supprime supprimer supprimez efface effacer effacez enlève enlever enlevez retirer détruis détruire eliminare cancella cancello cancellare rimuovi rimuovo rimuovere distruggi distruggere remova remover exclua excluir deleta deletar apague
to stop turn_off delete: apaga apagar
to uninstall: deinstalliere deinstallieren desinstala desinstalar désinstalle désinstaller désinstallez disinstalla disinstallare desinstale
to delete: aufräumen wegwerfen
to clear: leere leeren vacía vaciar vider videz svuota svuotare esvazie esvaziar limpa limpar limpia limpiar
deleted: gelöscht gelöschte gelöschten entfernt entfernte borrado borrados borrada borradas eliminado eliminados eliminada eliminadas supprimés supprimée supprimées effacés effacée effacées eliminato eliminati cancellato cancellati apagado apagados excluído excluídos
to create: erstelle erstellen erstell erzeuge erzeugen anlegen crea crear crée créer créez creare cria criar crie generar generare générer génère
to add: hinzufügen hinzufuegen füge añade añadir agrega agregar ajoute ajouter ajoutez aggiungi aggiungere adicione adiciona adicionar
to write: schreibe schreib schreiben escribe escribir écris écrire écrivez scrivi scrivere escreva escrever
to read: lesen lisez leggi leggere
to show: zeig zeige zeig_mir zeige_mir gib_mir zeigen anzeigen muestra muéstrame mostrar muestre enseña enséñame montre montrer montrez afficher affichez mostra mostrami mostrare mostre visualizza visualizzare
to list: liste auflisten lista listar lister listez elenca elencare elenco
to search: suche suchen finde finden busca buscar búscame encuentra encontrar cherche chercher cherchez trouve trouver trouvez rechercher cercare trova trovare procure procurar encontre encontra pesquise pesquisar
to update: ändere ändern aendere aendern aktualisiere aktualisieren bearbeite bearbeiten cambia cambiar modifica modificar actualiza actualizar edita editar modifie modifiez modificare aggiorna aggiornare cambiare altere altera alterar atualiza atualizar atualize mudar mettre_à_jour mets_à_jour
to rename: umbenennen benenne renombra renombrar renomme renommer renommez rinomina rinominare renomeie renomear
to stop turn_off: ausschalten abschalten ausmachen éteins éteindre éteignez spegni spegnere desliga desligar
to start turn_on: einschalten anschalten anmachen enciende encender allume allumer allumez accendi accendere acende acender
to refund: erstatte erstatten reembolsa reembolsar rembourse rembourser remboursez rimborsa rimborsare
to send: abschicken absenden sende senden schick schicke schicken verschicke verschicken envía enviar manda mandar envoie envoyer envoyez invia inviare mandare mande
to open: öffne öffnen oeffne oeffnen abre abrir ouvre ouvrir ouvrez apri aprire abra
to close: schließe schließen cierra cerrar ferme fermer fermez chiudi chiudere fechar feche
to start: starte starten inicia iniciar arranca arrancar démarre démarrer démarrez avvia avviare inicie
to stop: stoppe stoppen beende beenden anhalten detén detener parar arrête arrêter arrêtez ferma fermare interrompi
to restart: neustarten neu_starten reinicia reiniciar redémarre redémarrer riavvia riavviare reinicie
to run: ausführen ausfuehren ejecuta ejecutar exécuter exécutez esegui eseguire executa executar
to copy: kopiere kopieren copia copiar copie copiez copiare
to move: verschiebe verschieben mueve déplace déplacer déplacez sposta spostare mova
to save: speichere speichern guarda guardar sauvegarde sauvegarder enregistre enregistrer salva salvare salvar guarde
to download: herunterladen runterladen descarga descargar télécharge télécharger téléchargez scarica scaricare baixa baixar baixe
to upload: hochladen sube subir téléverse téléverser carica caricare
to convert: konvertiere konvertieren umwandeln convierte convertir convertis converti convertire converte
to translate: übersetze übersetzen uebersetze uebersetzen traduce traducir traduis traduire traduci tradurre traduza traduzir
to calculate: berechne berechnen calcula calcular calcule calculer calculez calcola calcolare
to cancel: storniere stornieren abbrechen absagen cancela cancelar anula anular annule annuler annulez annulla annullare cancele
to check: prüfe prüfen pruefe pruefen überprüfe überprüfen comprueba comprobar verifica verificar revisa revisar vérifie vérifiez controlla controllare verificare verifique
to compare: vergleiche vergleichen compara comparar comparer comparez confronta confrontare
to merge: zusammenführen fusiona fusionar fusionne fusionner unisci unire mescla mesclar
to book: buche buchen reserva reservar réserver réservez prenota prenotare
to buy: kaufe kaufen compra comprar acheter achète comprare
to install: installiere installieren instala instalar installa installare
to summarize: zusammenfassen resumir résumer résumez riassumi riassumere resuma
to explain: erkläre erklären explica explicar expliquer explique expliquez spiega spiegare
to get: holen obtén obtener obtenir ottieni ottenere obter obtenha
want: möchte moechte quiero quisiera necesito veux voudrais voglio vorrei quero preciso gostaria
please: bitte por_favor per_favore s_il_te_plaît s_il_vous_plaît
which: welche welcher welches welchen cuál cuáles quel quels quelle quelles quali quale quais
how many: wie_viele wieviele cuántos cuántas combien quanti quante quantos quantas
what: was_ist was_sind was_passiert qué_pasa qué_es que_se_passe qu_est_ce cosa_succede
where: dónde
who: wer quién
when: wann cuándo quando quand
why: warum porqué por_qué pourquoi perché
how: wie cómo
may: darf dürfen dürfte dürften
should i: faut_il dois_je devons_nous doit_on нужно_ли надо_ли стоит_ли следует_ли
must i: muss_ich müssen_wir
can i: puis_je peut_on pouvons_nous
safely: gefahrlos bedenkenlos sin_peligro sin_riesgo sans_danger sans_risque senza_rischi sem_risco
what weather: quel_temps qué_tiempo che_tempo que_tempo
should: soll sollte sollen sollten debería deberíamos devrais devrions devo debo dovrei dovremmo deveria deveríamos
is it: ist_es es_seguro est_il est_ce_que è_sicuro é_seguro
can you: kannst könntest können_sie puedes podrías peux_tu pouvez_vous pourriez puoi potresti você_pode
can i: kann puedo peux posso
container: conteneur contenedor contenitore contêiner
containers: conteneurs contenedores contenitori contêineres
repository: repositorio repositório
repositories: repositorios repositórios
issue: incidencia
issues: incidencias
file: datei fichero archivo ficheiro arquivo fichier
files: dateien ficheros archivos ficheiros arquivos fichiers
folder: ordner verzeichnis carpeta directorio répertoire cartella
folders: verzeichnisse carpetas directorios dossiers répertoires cartelle
disk: festplatte disque disco_duro el_disco il_disco un_disco o_disco
disks: festplatten discos disques dischi
message: nachricht mensaje messaggio mensagem
messages: nachrichten mensajes messaggi mensagens
email: correo courriel
emails: correos courriels
user: benutzer nutzer usuario utilisateur utente
users: usuarios utilisateurs utenti
database: datenbank base_de_datos base_de_données banco_de_dados
databases: datenbanken bases_de_datos bases_de_données bancos_de_dados
table: tabelle la_tabla una_tabla tabella tabela
tables: tabellen tablas tabelas
branch: zweig rama
branches: zweige ramas
page: seite página
pages: seiten páginas pagine
image: bild imagen immagine imagem
images: bilder imágenes immagini imagens
event: termin ereignis evento événement
events: termine ereignisse eventos événements eventi
calendar: kalender calendario calendrier
note: notiz nota
notes: notizen notas appunti
task: aufgabe tarea tâche compito tarefa
tasks: aufgaben tareas tâches compiti tarefas
light: licht luz lumière luce
lights: lichter luces lumières luci luzes
door: tür tuer puerta porte porta
room: zimmer habitación chambre quarto
package: paket paquete colis pacco pacote
invoice: rechnung factura fattura fatura
invoices: rechnungen facturas fatture faturas
customer: kunde cliente
customers: kunden clientes clienti
order: bestellung pedido commande ordine
orders: bestellungen pedidos commandes ordini
password: passwort contraseña mot_de_passe
server: servidor serveur
servers: servidores serveurs
weather: wetter météo
document: dokument documento
documents: dokumente documentos documenti
account: konto cuenta compte
accounts: konten cuentas comptes
comment: kommentar comentario commentaire commento
comments: kommentare comentarios commentaires commenti
meeting: besprechung riunione reunião
contact: kontakt contacto contatto contato
contacts: kontakte contactos contatti contatos
project: projekt proyecto projet progetto projeto
projects: projekte proyectos projets progetti projetos
product: produkt producto produit prodotto produto
products: produkte productos produits prodotti produtos
price: preis precio le_prix prezzo preço
flight: flug vuelo voo
flights: flüge vuelos voli voos
train: zug tren treno trem
recipe: rezept receta recette ricetta receita
song: canción chanson canzone canção
book: buch livre livro
books: bücher libros livres livros
group: gruppe grupo groupe gruppo
old: alte alten altes viejo viejos vieja viejas vieux vieille vieilles vecchio vecchi vecchia vecchie velho velhos
new: neue neuen neuer neues nuevo nueva nouveau nouvelle nuovo nuova
all: alle todos todas toutes tutti tutte
: der einen eine einer meine meinen mein meiner uns unsere diese diesen unos nuestros cette gli della delle degli questo questa miei meus minha minhas nosso
`
